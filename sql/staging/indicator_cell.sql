/*
name: staging.indicator_cell
title_vi: Tử số, mẫu số của từng đơn vị, kỳ và chỉ tiêu
description_vi: >
  Mọi đơn vị, kỳ và chỉ tiêu tính từ hồ sơ, kể cả mẫu số 0, theo đơn vị như đã có trong kỳ (basis as_was) và, ở các kỳ phải quy
  đổi, theo đơn vị có hiệu lực tại ngày tính (basis regrouped). Từng ngày, chỉ tiêu có lists_empty_days sai chỉ có dòng khi phát sinh.
grain: [basis, as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: view
*/
with
unit_period as (
    select 'as_was' as basis, p.as_of_date, p.period_type, p.period_start, u.unit_key
    from staging.period as p
    inner join marts.dim_unit as u
        on u.valid_from < p.period_end
        and u.valid_from <= p.as_of_date
        and (u.valid_to is null or u.valid_to > p.period_start)
    union
    select 'as_was' as basis, n.as_of_date, n.period_type, n.period_start, n.unit_key
    from staging.indicator_period as n
    union all
    select 'regrouped' as basis, g.as_of_date, g.period_type, g.period_start, u.unit_key
    from marts.regrouped_period as g
    inner join marts.dim_unit as u on u.is_current
),

ancestor as (
    select a.unit_key, a.ancestor_key
    from staging.unit_ancestor as a
    cross join staging.run as r
    where a.valid_from <= r.as_of_date and a.valid_to > r.as_of_date
),

counted as (
    select 'as_was' as basis, n.as_of_date, n.period_type, n.period_start, n.unit_key, n.indicator_id,
        n.definition_version, n.numerator, n.denominator, n.left_out
    from staging.indicator_period as n
    union all
    select 'regrouped' as basis, n.as_of_date, n.period_type, n.period_start, a.ancestor_key as unit_key,
        n.indicator_id, n.definition_version, cast(sum(n.numerator) as bigint) as numerator,
        cast(sum(n.denominator) as bigint) as denominator,
        cast(sum(n.left_out) as bigint) as left_out
    from staging.indicator_regrouped as n
    inner join ancestor as a on n.counted_unit_key = a.unit_key
    group by n.as_of_date, n.period_type, n.period_start, a.ancestor_key, n.indicator_id, n.definition_version
),

wanted as (
    select x.basis, x.as_of_date, x.period_type, x.period_start, x.unit_key, i.indicator_id, i.definition_version
    from unit_period as x
    inner join marts.dim_indicator as i
        on x.period_start >= i.valid_from
        and (i.valid_to is null or x.period_start < i.valid_to)
        and (i.is_additive or x.basis = 'as_was')
        and (i.lists_empty_days or x.period_type <> 'day')
        and i.source = 'dossiers'
    union all
    select n.basis, n.as_of_date, n.period_type, n.period_start, n.unit_key, n.indicator_id, n.definition_version
    from counted as n
    inner join marts.dim_indicator as i
        on n.indicator_id = i.indicator_id and n.definition_version = i.definition_version
    where n.period_type = 'day' and not i.lists_empty_days
)

select
    w.basis,
    w.as_of_date,
    w.period_type,
    w.period_start,
    w.unit_key,
    w.indicator_id,
    w.definition_version,
    coalesce(n.numerator, 0) as numerator,
    coalesce(n.denominator, 0) as denominator,
    coalesce(n.left_out, 0) as left_out
from wanted as w
left join counted as n
    on w.basis = n.basis
    and w.as_of_date = n.as_of_date
    and w.period_type = n.period_type
    and w.period_start = n.period_start
    and w.unit_key = n.unit_key
    and w.indicator_id = n.indicator_id
    and w.definition_version = n.definition_version
