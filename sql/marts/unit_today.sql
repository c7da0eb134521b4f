/*
name: marts.unit_today
title_vi: Đơn vị cũ quy về đơn vị hiện nay
description_vi: >
  Hồ sơ của một đơn vị trong khoảng [valid_from, valid_to) thuộc đơn vị nào có hiệu lực tại ngày tính. Một đơn vị kế tục thì quy
  được (is_attributed); chia cho nhiều đơn vị thì không quy được về đơn vị nào trong số đó, chỉ tính ở đơn vị cấp trên thấp nhất chứa
  tất cả (counted_unit_key); không có đơn vị kế tục thì trống.
grain: [unit_key, valid_from]
materialized: table
*/
with
span as (
    select
        u.unit_key,
        u.unit_code,
        s.from_day,
        greatest(u.valid_from, s.from_day) as valid_from,
        least(coalesce(u.valid_to, cast('9999-12-31' as date)), s.until_day) as valid_to,
        s.successor_key
    from reference.units as u
    inner join staging.unit_successor as s
        on u.unit_code = s.unit_code
        and u.valid_from < s.until_day
        and (u.valid_to is null or u.valid_to > s.from_day)
),

ancestor as (
    select a.unit_key, a.ancestor_key
    from staging.unit_ancestor as a
    cross join staging.run as r
    where a.valid_from <= r.as_of_date and a.valid_to > r.as_of_date
),

depth as (
    select a.unit_key, count(*) as levels from ancestor as a group by a.unit_key
),

counted as (
    select s.unit_key, s.valid_from, s.valid_to, count(*) as successors
    from span as s
    group by s.unit_key, s.valid_from, s.valid_to
),

shared as (
    select c.unit_key, c.valid_from, c.valid_to, c.successors, a.ancestor_key
    from counted as c
    inner join span as s on c.unit_key = s.unit_key and c.valid_from = s.valid_from
    inner join ancestor as a on s.successor_key = a.unit_key
    group by c.unit_key, c.valid_from, c.valid_to, c.successors, a.ancestor_key
    having count(*) = c.successors
),

nearest as (
    select
        s.unit_key,
        s.valid_from,
        s.ancestor_key,
        row_number() over (
            partition by s.unit_key, s.valid_from order by d.levels desc nulls last, s.ancestor_key asc nulls last
        ) as choice
    from shared as s
    inner join depth as d on s.ancestor_key = d.unit_key
)

select
    u.unit_key,
    coalesce(c.valid_from, u.valid_from) as valid_from,
    nullif(coalesce(c.valid_to, u.valid_to), cast('9999-12-31' as date)) as valid_to,
    n.ancestor_key as counted_unit_key,
    coalesce(c.successors, 0) as successors,
    coalesce(c.successors, 0) = 1 as is_attributed
from reference.units as u
left join counted as c on u.unit_key = c.unit_key
left join nearest as n on c.unit_key = n.unit_key and c.valid_from = n.valid_from and n.choice = 1
