/*
name: staging.unit_by_name
title_vi: Đơn vị xác định theo tên
description_vi: >
  Với mỗi cách ghi tên và ngày: đơn vị duy nhất khớp tên (không phân biệt loại đơn vị, UBND, cách đặt dấu),
  hoặc số đơn vị cùng khớp. Đơn vị cấp trên ghi sau dấu phẩy hay gạch nối dùng để phân biệt trùng tên.
grain: [unit_ref, on_date]
materialized: table
*/
with
named as (
    select
        r.unit_ref, r.on_date, r.type_key, r.parent_key, u.unit_key, true as is_full
    from staging.unit_reference as r
    inner join reference.units as u on r.full_key = md5(u.full_key)
    union all
    select
        r.unit_ref, r.on_date, r.type_key, r.parent_key, u.unit_key, false as is_full
    from staging.unit_reference as r
    inner join reference.units as u on r.name_key = md5(u.name_key)
    where r.full_key <> md5(u.full_key) or u.full_key is null
),

known_name as (
    select distinct md5(u.name_key) as name_key from reference.units as u
),

-- The day whose hierarchy counts: the dossier's, or the nearest of the unit's own life.
placed as (
    select
        n.*,
        u.unit_code,
        u.parent_unit_code,
        u.type_key as unit_type_key,
        u.valid_from,
        u.valid_to,
        case
            when n.on_date < u.valid_from then u.valid_from
            when n.on_date >= u.valid_to then cast(u.valid_to - interval 1 day as date)
            else n.on_date
        end as hierarchy_on
    from named as n
    inner join reference.units as u on n.unit_key = u.unit_key
),

candidate as (
    select
        n.unit_ref,
        n.on_date,
        n.unit_code,
        n.unit_key,
        n.is_full,
        case
            when n.valid_from <= n.on_date and (n.valid_to is null or n.valid_to > n.on_date) then 1
            else 0
        end as is_valid,
        case when n.type_key is not null and n.type_key = n.unit_type_key then 1 else 0 end as is_same_type,
        case when n.on_date < n.valid_from then 1 else 0 end as is_later,
        n.valid_from
    from placed as n
    left join reference.units as p
        on n.parent_unit_code = p.unit_code
        and p.valid_from <= n.hierarchy_on
        and (p.valid_to is null or p.valid_to > n.hierarchy_on)
    left join reference.units as g
        on p.parent_unit_code = g.unit_code
        and g.valid_from <= n.hierarchy_on
        and (g.valid_to is null or g.valid_to > n.hierarchy_on)
    left join known_name as k on n.parent_key = k.name_key
    where
        n.is_full
        or n.parent_key is null
        or k.name_key is null
        or md5(p.name_key) = n.parent_key
        or md5(g.name_key) = n.parent_key
),

narrowed as (
    select
        c.unit_ref,
        c.on_date,
        c.unit_code,
        c.unit_key,
        c.is_valid,
        c.is_later,
        c.valid_from,
        rank() over (
            partition by c.unit_ref, c.on_date
            order by c.is_valid desc nulls last, case when c.is_full then 1 else 0 end desc nulls last, c.is_same_type desc nulls last
        ) as preference
    from candidate as c
),

chosen as (
    select
        n.unit_ref,
        n.on_date,
        n.unit_key,
        n.is_valid,
        row_number() over (
            partition by n.unit_ref, n.on_date
            order by n.is_later asc nulls last, n.valid_from desc nulls last, n.unit_key asc nulls last
        ) as choice
    from narrowed as n
    where n.preference = 1
),

counted as (
    select n.unit_ref, n.on_date, count(distinct n.unit_code) as units
    from narrowed as n
    where n.preference = 1
    group by n.unit_ref, n.on_date
)

select c.unit_ref, c.on_date, c.unit_key, c.is_valid, k.units
from chosen as c
inner join counted as k on c.unit_ref = k.unit_ref and c.on_date = k.on_date
where c.choice = 1
