/*
name: staging.rank_scored
title_vi: Thứ hạng của từng kỳ
description_vi: >
  Thứ hạng trong từng nhóm ngang cấp, chưa so với kỳ trước, theo đơn vị như đã có (basis as_was) và theo đơn vị hiện nay ở các kỳ phải
  quy đổi (basis regrouped). Chỉ xếp hạng đơn vị còn hiệu lực vào ngày cuối kỳ; đơn vị đã kết thúc được liệt kê kèm lý do.
grain: [basis, as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: view
*/
with
ordered as (
    select
        l.*,
        case
            when l.merit is not null then cast(rank() over (
                partition by l.basis, l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
                order by l.merit desc nulls last
            ) as bigint)
        end as rank,
        cast(count(l.merit) over (
            partition by l.basis, l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
        ) as bigint) as peers_ranked,
        lag(l.merit) over (
            partition by l.basis, l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
            order by l.merit desc nulls last, l.unit_key asc nulls last
        ) as merit_before,
        max(l.merit) over (
            partition by l.basis, l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
        ) as merit_first
    from staging.rank_listed as l
),

tied as (
    select
        o.*,
        case when o.merit is not null then count(*) over same_rank > 1 else false end as is_joint,
        max(o.merit_before) over same_rank as merit_above,
        case when o.unit = 'days' then 1.0e0 / nullif(86400.0e0, 0) else 100.0e0 end as merit_unit
    from ordered as o
    window same_rank as (
        partition by o.basis, o.as_of_date, o.period_type, o.period_start, o.indicator_id, o.peer_group, o.rank
    )
)

select
    t.basis,
    t.as_of_date,
    t.period_type,
    t.period_start,
    t.indicator_id,
    t.definition_version,
    t.peer_group,
    t.unit_key,
    t.unit_code,
    t.unit_name,
    t.numerator,
    t.denominator,
    t.value_pct,
    t.score,
    t.max_score,
    t.parts_key,
    t.is_partial,
    t.merit,
    t.rank,
    t.peers_ranked,
    t.is_joint,
    case when t.rank > 1 then (t.merit_above - t.merit) * t.merit_unit end as gap_to_above_pp,
    (t.merit_first - t.merit) * t.merit_unit as gap_to_first_pp,
    b.band,
    t.not_ranked_reason,
    t.previous_as_of_date,
    t.previous_period_start
from tied as t
left join staging.band as b
    on t.unit = 'percent'
    and t.denominator > 0
    and not t.is_partial
    and t.period_start >= b.valid_from
    and (b.valid_to is null or t.period_start < b.valid_to)
    and 100 * t.numerator >= b.from_pct * t.denominator
    and 100 * t.numerator < b.below_pct * t.denominator
