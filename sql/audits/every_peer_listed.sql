/*
name: every_peer_listed
title_vi: Không đơn vị nào vắng mặt trong bảng xếp hạng
description_vi: >
  Mỗi giá trị, mỗi điểm của một sở, huyện, xã phải có một dòng trong nhóm ngang cấp của nó, xã có thêm một dòng trong huyện của mình,
  và ngược lại; đơn vị không xếp hạng vẫn được liệt kê.
severity: error
table: marts.rank_unit
*/
with
peer as (
    select u.unit_key, u.unit_level as peer_group
    from marts.dim_unit as u
    where u.unit_level <> 'province'
    union all
    select u.unit_key, 'district:' || p.unit_code as peer_group
    from marts.dim_unit as u
    inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key and p.unit_level = 'district'
    where u.unit_level = 'commune'
),

expected as (
    select f.as_of_date, f.period_type, f.period_start, f.indicator_id, p.peer_group, f.unit_key
    from marts.fact_indicator as f
    inner join peer as p on f.unit_key = p.unit_key
    union all
    select s.as_of_date, s.period_type, s.period_start, s.indicator_id, p.peer_group, s.unit_key
    from marts.fact_score as s
    inner join peer as p on s.unit_key = p.unit_key
)

select
    coalesce(e.as_of_date, r.as_of_date) as as_of_date,
    coalesce(e.period_type, r.period_type) as period_type,
    coalesce(e.period_start, r.period_start) as period_start,
    coalesce(e.indicator_id, r.indicator_id) as indicator_id,
    coalesce(e.peer_group, r.peer_group) as peer_group,
    coalesce(e.unit_key, r.unit_key) as unit_key,
    r.unit_key is not null as is_listed
from expected as e
full join marts.rank_unit as r
    on e.as_of_date = r.as_of_date
    and e.period_type = r.period_type
    and e.period_start = r.period_start
    and e.indicator_id = r.indicator_id
    and e.peer_group = r.peer_group
    and e.unit_key = r.unit_key
where e.unit_key is null or r.unit_key is null
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first, 4 asc nulls first, 5 asc nulls first, 6 asc nulls first
