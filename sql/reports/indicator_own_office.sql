/*
name: reports.indicator_own_office
title_vi: Chỉ tiêu của riêng cơ quan đơn vị
description_vi: >
  Tử số, mẫu số và giá trị của riêng cơ quan huyện hoặc tỉnh, không kể các đơn vị bên dưới; tên cột theo tên kỹ thuật
  vì các chương trình khác cũng đọc.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: view
*/
select
    o.as_of_date,
    o.period_type,
    o.period_start,
    o.unit_key,
    o.indicator_id,
    o.definition_version,
    o.numerator,
    o.denominator,
    o.value_pct
from marts.indicator_own_office as o
