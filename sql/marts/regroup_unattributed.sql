/*
name: marts.regroup_unattributed
title_vi: Phần không quy được về đơn vị hiện nay
description_vi: >
  Tử số, mẫu số của đơn vị cũ (unit_key) không thuộc chắc chắn một đơn vị hiện nay, vì đơn vị cũ bị chia hoặc không có đơn vị kế tục.
  Phần ấy vẫn nằm trong số của counted_unit_key và các cấp trên của nó; counted_unit_key trống thì không nằm trong số nào.
grain: [as_of_date, period_type, period_start, unit_key, counted_unit_key, indicator_id]
materialized: table
*/
select
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.unit_key,
    u.unit_name,
    s.counted_unit_key,
    s.indicator_id,
    s.definition_version,
    s.numerator,
    s.denominator
from staging.indicator_regrouped as s
inner join marts.dim_unit as u on s.unit_key = u.unit_key
where not s.is_attributed
