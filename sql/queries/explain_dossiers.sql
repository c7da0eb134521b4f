/*
name: explain_dossiers
title_vi: Giải thích - từng hồ sơ
description_vi: >
  Các hồ sơ trong (hoặc ngoài) tử số của một con số: mã, trạng thái, ngày, thủ tục và tệp, dòng chúng đến từ đâu; không có
  dữ liệu cá nhân (chỉ có tại ngày tính của lần chạy gần nhất).
parameters:
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
  indicator: {description_vi: Mã chỉ tiêu}
  version: {description_vi: Phiên bản định nghĩa}
  unit: {description_vi: Khóa đơn vị}
  in_numerator: {description_vi: true là hồ sơ trong tử số; false là ngoài tử số}
  max_rows: {description_vi: Số hồ sơ tối đa, default: 20}
*/
select
    i.dossier_code,
    u.unit_code,
    u.unit_name,
    d.procedure_code,
    d.status,
    d.received_at,
    d.due_at,
    d.finished_at,
    d.returned_at,
    d.is_on_time,
    d.components,
    d.components_digitized,
    d.delivered_on,
    d.source_file,
    d.source_row
from reports.dossier_indicator as i
inner join marts.fact_dossier as d on i.dossier_code = d.dossier_code
inner join marts.dim_unit as u on i.unit_key = u.unit_key
inner join marts.dim_date as c on i.received_on = c.calendar_date
where
    i.counted_unit_key = $unit
    and i.indicator_id = $indicator
    and i.definition_version = $version
    and (i.denominator > 0 or i.numerator > 0)
    and (i.numerator > 0) = cast($in_numerator as boolean)
    and case $period
        when 'day' then c.calendar_date
        when 'week' then c.week_start
        when 'month' then c.month_start
        when 'quarter' then c.quarter_start
        when 'half' then c.half_start
        else c.year_start
    end = cast($start as date)
order by d.received_at asc nulls last, i.dossier_code asc nulls last
limit cast($max_rows as bigint)
