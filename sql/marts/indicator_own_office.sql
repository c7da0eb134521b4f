/*
name: marts.indicator_own_office
title_vi: Chỉ tiêu của riêng cơ quan đơn vị
description_vi: >
  Tử số, mẫu số của riêng bộ phận một cửa huyện hoặc tỉnh, không kể các đơn vị bên dưới. Cùng với các đơn vị trực thuộc,
  các phần này cộng lại đúng bằng toàn đơn vị. Không có chỉ tiêu đếm thủ tục, vì không cộng được.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: table
*/
with
-- Every version of a unit that has units below it: those keep the key of the version they began under.
parent as (
    select distinct v.unit_key
    from marts.dim_unit as u
    inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key
    inner join marts.dim_unit as v on p.unit_code = v.unit_code
),

summed as (
    select
        p.as_of_date,
        p.period_type,
        p.period_start,
        d.unit_key,
        d.indicator_id,
        d.definition_version,
        cast(sum(d.numerator) as bigint) as numerator,
        cast(sum(d.denominator) as bigint) as denominator
    from staging.indicator_unit_day as d
    inner join parent as u on d.unit_key = u.unit_key
    inner join staging.period as p
        on d.as_of_date = p.as_of_date
        and d.received_on >= p.period_start
        and d.received_on < p.period_end
    group by p.as_of_date, p.period_type, p.period_start, d.unit_key, d.indicator_id, d.definition_version
)

select
    f.as_of_date,
    f.period_type,
    f.period_start,
    f.unit_key,
    f.indicator_id,
    f.definition_version,
    coalesce(s.numerator, 0) as numerator,
    coalesce(s.denominator, 0) as denominator,
    case
        when i.unit = 'days' then s.numerator / nullif(86400.0e0 * s.denominator, 0)
        else 100.0e0 * s.numerator / nullif(s.denominator, 0)
    end as value_pct
from marts.fact_indicator as f
inner join parent as u on f.unit_key = u.unit_key
inner join marts.dim_indicator as i
    on f.indicator_id = i.indicator_id and f.definition_version = i.definition_version and i.is_additive
left join summed as s
    on f.as_of_date = s.as_of_date
    and f.period_type = s.period_type
    and f.period_start = s.period_start
    and f.unit_key = s.unit_key
    and f.indicator_id = s.indicator_id
    and f.definition_version = s.definition_version
