/*
name: marts.fact_portal_observation
title_vi: Kết quả Cổng công bố
description_vi: >
  Mỗi con số Cổng Dịch vụ công quốc gia công bố một dòng, giữ nguyên như công bố: đơn vị cấp trên không phải là tổng các đơn vị
  con, trống không phải là 0. Đơn vị không có trong danh mục vẫn được giữ. Công bố lại nguyên con số cũ thì không thêm dòng;
  lần mới nhất của một con số là dòng có observed_on lớn nhất.
grain: [source_file, source_row, figure_no]
materialized: table
*/
select
    p.observed_on,
    p.period_type,
    p.period_start,
    p.unit_code,
    p.unit_name,
    p.indicator_id,
    p.numerator,
    p.denominator,
    p.value_pct,
    p.score,
    p.rank,
    p.source_file,
    p.max_score,
    p.is_provisional,
    p.is_parent,
    p.metric_code,
    p.published_level,
    p.overdue,
    p.quality_status,
    p.quality_note,
    u.unit_key,
    p.source_system,
    p.source_row,
    p.figure_no,
    p.delivered_on,
    p.warnings
from staging.portal_row as p
left join staging.portal_unit as u on p.source_file = u.source_file and p.source_row = u.source_row
where p.broken_rules is null and not p.is_repeated
