/*
name: staging.score_comparable
title_vi: Các phần được đem xếp hạng
description_vi: >
  Với mỗi nhóm ngang cấp và kỳ: tập các phần mà nhiều đơn vị trong nhóm đo được nhất (bằng nhau thì tập nhiều điểm hơn). Điểm nhóm, tổng
  điểm chỉ so giữa các đơn vị đo được đúng tập ấy.
grain: [basis, as_of_date, period_type, period_start, indicator_id, peer_group]
materialized: table
*/
with
counted as (
    select s.basis, s.as_of_date, s.period_type, s.period_start, s.indicator_id, p.peer_group, s.parts_key,
        max(s.measured_points) as measured_points, count(*) as units
    from staging.score_cell as s
    inner join staging.peer as p on s.unit_key = p.unit_key
    where s.measured_points > 0 and s.has_figures
    group by s.basis, s.as_of_date, s.period_type, s.period_start, s.indicator_id, p.peer_group, s.parts_key
),

ordered as (
    select c.basis, c.as_of_date, c.period_type, c.period_start, c.indicator_id, c.peer_group, c.parts_key,
        row_number() over (
            partition by c.basis, c.as_of_date, c.period_type, c.period_start, c.indicator_id, c.peer_group
            order by c.units desc nulls last, c.measured_points desc nulls last, c.parts_key asc nulls last
        ) as place
    from counted as c
)

select o.basis, o.as_of_date, o.period_type, o.period_start, o.indicator_id, o.peer_group, o.parts_key
from ordered as o
where o.place = 1
