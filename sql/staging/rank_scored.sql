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
peer as (
    select u.unit_key, u.unit_level as peer_group
    from marts.dim_unit as u
    where u.unit_level <> 'province'
    union all
    select u.unit_key, 'district:' || p.unit_code as peer_group
    from marts.dim_unit as u
    inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key and p.unit_level = 'district'
    where u.unit_level = 'commune'
),

figure as (
    select 'as_was' as basis, f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        f.unit_key, f.numerator, f.denominator, f.value_pct
    from marts.fact_indicator as f
    union all
    select 'regrouped' as basis, f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        f.unit_key, f.numerator, f.denominator, f.value_pct
    from marts.indicator_across_change as f
),

last_day as (
    select
        p.as_of_date, p.period_type, p.period_start, p.previous_as_of_date, p.previous_period_start,
        least(p.as_of_date, cast(p.period_end - interval 1 day as date)) as last_on
    from staging.period as p
),

standing as (
    select f.*, u.unit_code, u.unit_name, p.previous_as_of_date, p.previous_period_start,
        f.basis = 'regrouped'
            or (u.valid_from <= p.last_on and (u.valid_to is null or u.valid_to > p.last_on)) as stood_at_end
    from figure as f
    inner join marts.dim_unit as u on f.unit_key = u.unit_key
    inner join last_day as p
        on f.as_of_date = p.as_of_date and f.period_type = p.period_type and f.period_start = p.period_start
),

listed as (
    select
        f.basis,
        f.unit_code,
        f.unit_name,
        f.previous_as_of_date,
        f.previous_period_start,
        f.as_of_date,
        f.period_type,
        f.period_start,
        f.indicator_id,
        f.definition_version,
        g.peer_group,
        f.unit_key,
        f.numerator,
        f.denominator,
        f.value_pct,
        case
            when not f.stood_at_end or f.denominator < i.min_denominator or f.denominator = 0 then null
            when i.direction = 'higher' then 1.0e0 * f.numerator / nullif(f.denominator, 0)
            else -1.0e0 * f.numerator / nullif(f.denominator, 0)
        end as merit,
        case
            when not f.stood_at_end then 'không có hiệu lực vào ngày cuối kỳ'
            when f.denominator = 0 then 'không phát sinh hồ sơ trong kỳ'
            when f.denominator < i.min_denominator
                then 'mẫu số dưới mức tối thiểu ' || cast(i.min_denominator as string)
        end as not_ranked_reason
    from standing as f
    inner join peer as g on f.unit_key = g.unit_key
    inner join marts.dim_indicator as i
        on f.indicator_id = i.indicator_id and f.definition_version = i.definition_version
),

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
    from listed as l
),

tied as (
    select
        o.*,
        case when o.merit is not null then count(*) over same_rank > 1 else false end as is_joint,
        max(o.merit_before) over same_rank as merit_above
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
    t.merit,
    t.rank,
    t.peers_ranked,
    t.is_joint,
    case when t.rank > 1 then 100.0e0 * (t.merit_above - t.merit) end as gap_to_above_pp,
    100.0e0 * (t.merit_first - t.merit) as gap_to_first_pp,
    t.not_ranked_reason,
    t.previous_as_of_date,
    t.previous_period_start
from tied as t
