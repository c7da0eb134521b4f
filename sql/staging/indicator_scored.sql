/*
name: staging.indicator_scored
title_vi: Giá trị và điểm của chỉ tiêu
description_vi: >
  Giá trị, điểm của mọi đơn vị trong mọi kỳ, theo đơn vị như đã có trong kỳ (basis as_was) và, ở các kỳ phải quy đổi, theo đơn vị
  có hiệu lực tại ngày tính (basis regrouped).
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
        n.definition_version, n.numerator, n.denominator
    from staging.indicator_period as n
    union all
    select 'regrouped' as basis, n.as_of_date, n.period_type, n.period_start, a.ancestor_key as unit_key,
        n.indicator_id, n.definition_version, cast(sum(n.numerator) as bigint) as numerator,
        cast(sum(n.denominator) as bigint) as denominator
    from staging.indicator_regrouped as n
    inner join ancestor as a on n.counted_unit_key = a.unit_key
    group by n.as_of_date, n.period_type, n.period_start, a.ancestor_key, n.indicator_id, n.definition_version
),

cell as (
    select
        x.basis,
        x.as_of_date,
        x.period_type,
        x.period_start,
        x.unit_key,
        u.unit_level,
        i.indicator_id,
        i.definition_version,
        cast(i.max_score as decimal(9, 2)) as max_score,
        i.full_marks_at_pct,
        i.empty_value_pct,
        i.empty_score,
        p.is_provisional,
        coalesce(n.numerator, 0) as numerator,
        coalesce(n.denominator, 0) as denominator
    from unit_period as x
    inner join staging.period as p
        on x.as_of_date = p.as_of_date and x.period_type = p.period_type and x.period_start = p.period_start
    inner join marts.dim_unit as u on x.unit_key = u.unit_key
    inner join marts.dim_indicator as i
        on x.period_start >= i.valid_from
        and (i.valid_to is null or x.period_start < i.valid_to)
        and (i.is_additive or x.basis = 'as_was')
    left join counted as n
        on x.basis = n.basis
        and x.as_of_date = n.as_of_date
        and x.period_type = n.period_type
        and x.period_start = n.period_start
        and x.unit_key = n.unit_key
        and i.indicator_id = n.indicator_id
        and i.definition_version = n.definition_version
),

scored as (
    select
        c.*,
        cast(c.max_score * 100 as bigint) * 10000 * c.numerator as score_dividend,
        cast(c.full_marks_at_pct * 100 as bigint) * c.denominator as score_divisor
    from cell as c
)

select
    s.basis,
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.unit_key,
    s.unit_level,
    case when s.unit_level <> 'province' then s.unit_level end as peer_group,
    s.indicator_id,
    s.definition_version,
    s.numerator,
    s.denominator,
    case
        when s.denominator = 0 then s.empty_value_pct
        else 100.0e0 * s.numerator / nullif(s.denominator, 0)
    end as value_pct,
    case
        when s.max_score is null then null
        when s.denominator = 0 then s.empty_score
        else cast(
            least(
                s.max_score,
                cast(
                    floor((2 * s.score_dividend + s.score_divisor) / nullif(2.0e0 * s.score_divisor, 0))
                    as decimal(18, 2)
                ) * cast(0.01 as decimal(3, 2))
            ) as double
        )
    end as score,
    cast(s.max_score as double) as max_score,
    s.is_provisional
from scored as s
