/*
name: units_of_period
title_vi: Đơn vị có số liệu trong kỳ
description_vi: Mọi đơn vị (từng giai đoạn hiệu lực) có số liệu trong một kỳ, kèm đơn vị cấp trên và các mã khác.
parameters:
  as_of: {description_vi: Ngày tính (yyyy-mm-dd)}
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
*/
with
counted as (
    select distinct f.unit_key
    from marts.fact_indicator as f
    where
        f.as_of_date = cast($as_of as date)
        and f.period_type = $period
        and f.period_start = cast($start as date)
),

alias as (
    select a.unit_code, string_agg(a.alias_code, ' ') as alias_codes
    from reference.unit_code_alias as a
    group by a.unit_code
)

select
    u.unit_key,
    u.unit_code,
    u.gso_code,
    u.unit_name,
    u.unit_level,
    u.valid_from,
    u.valid_to,
    p.unit_name as parent_name,
    coalesce(a.alias_codes, '') as alias_codes
from counted as c
inner join marts.dim_unit as u on c.unit_key = u.unit_key
left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
left join alias as a on u.unit_code = a.unit_code
order by u.sort_key asc nulls last, u.valid_from desc nulls last, u.unit_key asc nulls last
