/*
name: staging.unit_match
title_vi: Đơn vị của từng cách ghi
description_vi: >
  Đơn vị ứng với mỗi cách ghi và ngày, theo thứ tự: mã đơn vị; nếu không có mã thì đầu mã hồ sơ;
  rồi đến tên. Mã đơn vị có ghi mà không có trong danh mục thì không thay bằng đơn vị cấp trên.
  verdict: resolved, ambiguous hoặc unresolved.
grain: [unit_ref, on_date]
materialized: table
*/
with
coded as (
    select
        r.unit_ref,
        r.on_date,
        c.unit_key,
        case
            when c.valid_from <= r.on_date and (c.valid_to is null or c.valid_to > r.on_date) then 1
            else 0
        end as is_valid,
        case when r.on_date < c.valid_from then 1 else 0 end as is_later,
        c.valid_from
    from staging.unit_reference as r
    inner join staging.unit_code as c on coalesce(r.unit_code, r.unit_code_prefix) = c.code
),

by_code as (
    select
        c.unit_ref,
        c.on_date,
        c.unit_key,
        c.is_valid,
        row_number() over (
            partition by c.unit_ref, c.on_date
            order by
                c.is_valid desc nulls last,
                c.is_later asc nulls last,
                case when c.is_later = 1 then c.valid_from end asc nulls first,
                c.valid_from desc nulls last,
                c.unit_key asc nulls last
        ) as choice
    from coded as c
)

select
    r.unit_ref,
    r.on_date,
    case when n.units > 1 and c.unit_key is null then null else coalesce(c.unit_key, n.unit_key) end as unit_key,
    case
        when c.unit_key is not null then 'resolved'
        when n.units = 1 then 'resolved'
        when n.units > 1 then 'ambiguous'
        else 'unresolved'
    end as verdict,
    coalesce(c.is_valid, n.is_valid) = 1 as is_valid_on_date
from staging.unit_reference as r
left join by_code as c on r.unit_ref = c.unit_ref and r.on_date = c.on_date and c.choice = 1
left join staging.unit_by_name as n on r.unit_ref = n.unit_ref and r.on_date = n.on_date
