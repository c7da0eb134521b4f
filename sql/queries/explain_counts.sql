/*
name: explain_counts
title_vi: Giải thích - đếm hồ sơ theo trạng thái
description_vi: >
  Hồ sơ trong mẫu số của một con số, đếm lại từng hồ sơ: trong hay ngoài tử số, theo trạng thái (chỉ có tại ngày tính của
  lần chạy gần nhất).
parameters:
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
  indicator: {description_vi: Mã chỉ tiêu}
  version: {description_vi: Phiên bản định nghĩa}
  unit: {description_vi: Khóa đơn vị}
*/
select
    i.numerator > 0 as in_numerator,
    d.status,
    cast(count(*) as bigint) as dossiers,
    cast(sum(i.numerator) as bigint) as numerator,
    cast(sum(i.denominator) as bigint) as denominator
from reports.dossier_indicator as i
inner join marts.fact_dossier as d on i.dossier_code = d.dossier_code
inner join marts.dim_date as c on i.received_on = c.calendar_date
where
    i.counted_unit_key = $unit
    and i.indicator_id = $indicator
    and i.definition_version = $version
    and (i.denominator > 0 or i.numerator > 0)
    and case $period
        when 'day' then c.calendar_date
        when 'week' then c.week_start
        when 'month' then c.month_start
        when 'quarter' then c.quarter_start
        when 'half' then c.half_start
        else c.year_start
    end = cast($start as date)
group by i.numerator > 0, d.status
order by 1 asc nulls last, 2 asc nulls last
