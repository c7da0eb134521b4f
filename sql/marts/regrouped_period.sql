/*
name: marts.regrouped_period
title_vi: Các kỳ phải quy đổi đơn vị
description_vi: >
  Những kỳ có số liệu theo đơn vị hiện nay khác số liệu theo đơn vị như đã có: từ đầu kỳ đến ngày tính của lần chạy có đơn vị bắt đầu,
  kết thúc, sáp nhập hay chia, hoặc kỳ có hồ sơ của đơn vị không còn hiệu lực. Mọi kỳ khác hai cách tính bằng nhau.
grain: [as_of_date, period_type, period_start]
materialized: table
*/
with
changed as (
    select l.valid_from as changed_on from reference.unit_lineage as l
    union
    select u.valid_from as changed_on from reference.units as u
    union
    select u.valid_to as changed_on from reference.units as u where u.valid_to is not null
),

newest as (
    select max(c.changed_on) as changed_on
    from changed as c
    cross join staging.run as r
    where c.changed_on <= r.as_of_date
),

outdated as (
    select distinct i.as_of_date, i.period_type, i.period_start
    from staging.indicator_period as i
    inner join marts.dim_unit as u on i.unit_key = u.unit_key
    where not u.is_current
)

select p.as_of_date, p.period_type, p.period_start
from staging.period as p
inner join newest as n on p.period_start < n.changed_on
union
select o.as_of_date, o.period_type, o.period_start
from outdated as o
