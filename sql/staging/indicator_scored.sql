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
cell as (
    select
        c.*,
        u.unit_level,
        i.unit,
        cast(i.max_score as decimal(9, 2)) as max_score,
        i.full_marks_at_pct,
        i.empty_value_pct,
        i.empty_score,
        i.left_out_def is not null as says_left_out,
        p.is_provisional
    from staging.indicator_cell as c
    inner join staging.period as p
        on c.as_of_date = p.as_of_date and c.period_type = p.period_type and c.period_start = p.period_start
    inner join marts.dim_unit as u on c.unit_key = u.unit_key
    inner join marts.dim_indicator as i
        on c.indicator_id = i.indicator_id and c.definition_version = i.definition_version
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
        when s.unit = 'days' then s.numerator / nullif(86400.0e0 * s.denominator, 0)
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
    case when s.says_left_out then s.left_out end as left_out
from scored as s
