/*
name: peer_groups
title_vi: Nhóm ngang cấp
description_vi: Các nhóm ngang cấp được xếp hạng trong một kỳ; nhóm trong huyện kèm tên huyện.
parameters:
  as_of: {description_vi: Ngày tính (yyyy-mm-dd)}
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
*/
with
listed as (
    select r.peer_group, count(distinct r.unit_key) as units, min(u.parent_unit_key) as parent_unit_key
    from marts.rank_unit as r
    inner join marts.dim_unit as u on r.unit_key = u.unit_key
    where
        r.as_of_date = cast($as_of as date)
        and r.period_type = $period
        and r.period_start = cast($start as date)
    group by r.peer_group
)

select
    l.peer_group,
    case when l.peer_group like 'district:%' then p.unit_name end as district_name,
    cast(l.units as bigint) as units
from listed as l
left join marts.dim_unit as p on l.parent_unit_key = p.unit_key
order by l.peer_group asc nulls last
