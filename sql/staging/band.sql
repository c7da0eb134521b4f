/*
name: staging.band
title_vi: Mức xếp loại theo thời gian
description_vi: Mỗi mức xếp loại [from_pct, below_pct) trong mỗi giai đoạn hiệu lực, từ parameters.csv.
grain: [valid_from, from_pct]
materialized: table
*/
with
named as (
    select p.value as from_pct, p.label as band, p.valid_from, p.valid_to
    from reference.parameters as p
    where p.parameter = 'band'
),

change as (
    select n.valid_from as starts_on from named as n
    union
    select n.valid_to as starts_on from named as n where n.valid_to is not null
),

span as (
    select c.starts_on, lead(c.starts_on, 1) over (order by c.starts_on asc nulls last) as ends_on
    from change as c
)

select
    s.starts_on as valid_from,
    s.ends_on as valid_to,
    n.from_pct,
    coalesce(
        lead(n.from_pct, 1) over (partition by s.starts_on order by n.from_pct asc nulls last),
        cast(1000000 as decimal(11, 4))
    ) as below_pct,
    n.band
from span as s
inner join named as n
    on s.starts_on >= n.valid_from and (n.valid_to is null or s.starts_on < n.valid_to)
