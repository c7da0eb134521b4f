/*
name: staging.indicator_scored
title_vi: Giá trị và điểm của chỉ tiêu
description_vi: >
  Giá trị, điểm của mọi đơn vị trong mọi kỳ, theo đơn vị như đã có trong kỳ (basis as_was) và, ở các kỳ phải quy đổi, theo đơn vị
  có hiệu lực tại ngày tính (basis regrouped). Điểm điều chỉnh theo quyết định (adjustments.csv) cộng vào điểm tính được, trong khoảng
  từ 0 đến điểm tối đa; score_before_adjustment là điểm trước điều chỉnh, trống là không điều chỉnh.
grain: [basis, as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: view
*/
with
cell as (
    select
        c.*,
        u.unit_level,
        i.unit,
        i.max_score,
        i.full_marks_at_pct,
        i.empty_value_pct,
        i.empty_score,
        i.says_left_out,
        p.is_provisional,
        a.points as adjustment_points
    from staging.indicator_cell as c
    inner join staging.period as p
        on c.as_of_date = p.as_of_date and c.period_type = p.period_type and c.period_start = p.period_start
    inner join marts.dim_unit as u on c.unit_key = u.unit_key
    inner join staging.indicator_rule as i
        on c.indicator_id = i.indicator_id
        and c.definition_version = i.definition_version
        and c.period_start >= i.valid_from
        and (i.valid_to is null or c.period_start < i.valid_to)
    left join staging.adjustment_cell as a
        on c.as_of_date = a.as_of_date
        and c.period_type = a.period_type
        and c.period_start = a.period_start
        and c.unit_key = a.unit_key
        and c.indicator_id = a.indicator_id
),

divided as (
    select
        c.*,
        cast(c.max_score * 100 as bigint) * 10000 * c.numerator as score_dividend,
        cast(c.full_marks_at_pct * 100 as bigint) * c.denominator as score_divisor
    from cell as c
),

scored as (
    select
        d.*,
        case
            when d.max_score is null then null
            when d.denominator = 0 then d.empty_score
            else cast(
                least(
                    d.max_score,
                    cast(
                        floor((2 * d.score_dividend + d.score_divisor) / nullif(2.0e0 * d.score_divisor, 0))
                        as decimal(18, 2)
                    ) * cast(0.01 as decimal(3, 2))
                ) as double
            )
        end as score_counted
    from divided as d
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
        when s.adjustment_points is null or s.max_score is null then s.score_counted
        else cast(
            least(
                s.max_score,
                greatest(
                    cast(0 as decimal(9, 2)),
                    cast(coalesce(s.score_counted, 0) as decimal(9, 2)) + s.adjustment_points
                )
            ) as double
        )
    end as score,
    cast(s.max_score as double) as max_score,
    s.is_provisional,
    case when s.says_left_out then s.left_out end as left_out,
    case when s.adjustment_points is not null then s.score_counted end as score_before_adjustment
from scored as s
