/*
name: staging.unit_successor
title_vi: Đơn vị hiện nay kế tục từng đơn vị cũ
description_vi: >
  Với mỗi mã đơn vị và mỗi khoảng thời gian giữa hai lần thay đổi: các đơn vị có hiệu lực tại ngày tính kế tục đơn vị ấy,
  lần theo bảng đơn vị cũ, đơn vị mới cho đến ngày tính. Đơn vị không đổi kế tục chính nó.
grain: [unit_code, from_day, successor_key]
materialized: table
*/
with recursive
edge as (
    select distinct l.old_unit_code, l.new_unit_code, l.valid_from as changed_on
    from reference.unit_lineage as l
    cross join staging.run as r
    where l.valid_from <= r.as_of_date
),

edge_day as (
    select distinct e.old_unit_code, e.changed_on from edge as e
),

listed as (
    select distinct u.unit_code from reference.units as u
),

segment as (
    select
        e.old_unit_code as unit_code,
        lag(e.changed_on, 1, cast('1900-01-01' as date)) over (
            partition by e.old_unit_code order by e.changed_on asc nulls last
        ) as from_day,
        e.changed_on as until_day
    from edge_day as e
    union all
    select
        u.unit_code,
        coalesce(max(e.changed_on), cast('1900-01-01' as date)) as from_day,
        cast('9999-12-31' as date) as until_day
    from listed as u
    left join edge_day as e on u.unit_code = e.old_unit_code
    group by u.unit_code
),

step (unit_code, from_day, until_day, current_code, since) as (
    select s.unit_code, s.from_day, s.until_day, s.unit_code as current_code, s.from_day as since
    from segment as s
    union all
    select w.unit_code, w.from_day, w.until_day, e.new_unit_code as current_code, e.changed_on as since
    from step as w
    inner join segment as g
        on w.current_code = g.unit_code and w.since >= g.from_day and w.since < g.until_day
    inner join edge as e on g.unit_code = e.old_unit_code and g.until_day = e.changed_on
)

select distinct w.unit_code, w.from_day, w.until_day, u.unit_key as successor_key
from step as w
inner join segment as g
    on w.current_code = g.unit_code
    and w.since >= g.from_day
    and g.until_day = cast('9999-12-31' as date)
cross join staging.run as r
inner join reference.units as u
    on w.current_code = u.unit_code
    and u.valid_from <= r.as_of_date
    and (u.valid_to is null or u.valid_to > r.as_of_date)
