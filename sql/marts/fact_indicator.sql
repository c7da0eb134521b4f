/*
name: marts.fact_indicator
title_vi: Giá trị chỉ tiêu
description_vi: >
  Mỗi ngày tính, kỳ, đơn vị và chỉ tiêu một dòng, theo đơn vị như đã có trong kỳ. Huyện gồm cả các xã của huyện,
  tỉnh gồm mọi đơn vị. Mẫu số 0 thì giá trị và điểm theo quy tắc của chỉ tiêu (trống không phải là 0).
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: table
*/
with
unit_period as (
    select p.as_of_date, p.period_type, p.period_start, u.unit_key
    from staging.period as p
    inner join marts.dim_unit as u
        on u.valid_from < p.period_end
        and u.valid_from <= p.as_of_date
        and (u.valid_to is null or u.valid_to > p.period_start)
    union
    select n.as_of_date, n.period_type, n.period_start, n.unit_key
    from staging.indicator_period as n
),

cell as (
    select
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
        on x.period_start >= i.valid_from and (i.valid_to is null or x.period_start < i.valid_to)
    left join staging.indicator_period as n
        on x.as_of_date = n.as_of_date
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
    s.is_provisional,
    r.engine
from scored as s
cross join staging.run as r
