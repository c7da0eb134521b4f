/*
name: staging.adjustment_cell
title_vi: Điểm điều chỉnh của từng ô
description_vi: Tổng điểm điều chỉnh theo quyết định của mỗi đơn vị, kỳ và chỉ tiêu (kể cả điểm nhóm, tổng điểm).
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: table
*/
select
    a.as_of_date,
    a.period_type,
    a.period_start,
    u.unit_key,
    a.indicator_id,
    cast(sum(a.points) as decimal(9, 2)) as points
from staging.adjustment as a
inner join marts.dim_unit as u on a.unit_code = u.unit_code
group by a.as_of_date, a.period_type, a.period_start, u.unit_key, a.indicator_id
