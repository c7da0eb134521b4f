/*
name: marts.rank_unit
title_vi: Xếp hạng đơn vị
description_vi: >
  Xếp hạng theo phân số đúng (không làm tròn) trong từng nhóm ngang cấp; đồng hạng chỉ khi hai phân số bằng nhau.
  Xã còn được xếp hạng trong huyện của mình (district:<mã huyện>). Đơn vị không có giá trị hoặc mẫu số dưới mức tối thiểu
  vẫn được liệt kê, không xếp hạng, kèm lý do. rank_change dương là lên hạng.
grain: [as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: table
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

listed as (
    select
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
            when f.denominator < i.min_denominator or f.denominator = 0 then null
            when i.direction = 'higher' then 1.0e0 * f.numerator / nullif(f.denominator, 0)
            else -1.0e0 * f.numerator / nullif(f.denominator, 0)
        end as merit,
        case
            when f.denominator = 0 then 'không phát sinh hồ sơ trong kỳ'
            when f.denominator < i.min_denominator
                then 'mẫu số dưới mức tối thiểu ' || cast(i.min_denominator as string)
        end as not_ranked_reason
    from marts.fact_indicator as f
    inner join peer as g on f.unit_key = g.unit_key
    inner join marts.dim_indicator as i
        on f.indicator_id = i.indicator_id and f.definition_version = i.definition_version
),

ordered as (
    select
        l.*,
        case
            when l.merit is not null then cast(rank() over (
                partition by l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
                order by l.merit desc nulls last
            ) as bigint)
        end as rank,
        cast(count(l.merit) over (
            partition by l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
        ) as bigint) as peers_ranked,
        lag(l.merit) over (
            partition by l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
            order by l.merit desc nulls last, l.unit_key asc nulls last
        ) as merit_before,
        max(l.merit) over (
            partition by l.as_of_date, l.period_type, l.period_start, l.indicator_id, l.peer_group
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
        partition by o.as_of_date, o.period_type, o.period_start, o.indicator_id, o.peer_group, o.rank
    )
),

placed as (
    select
        t.*,
        u.unit_code,
        u.unit_name,
        p.previous_as_of_date,
        p.previous_period_start,
        -- Of a unit's versions in one period, the last one is what a later period is compared with.
        u.valid_from <= least(p.as_of_date, cast(p.period_end - interval 1 day as date))
            and (
                u.valid_to is null
                or u.valid_to > least(p.as_of_date, cast(p.period_end - interval 1 day as date))
            ) as stood_at_end
    from tied as t
    inner join marts.dim_unit as u on t.unit_key = u.unit_key
    inner join staging.period as p
        on t.as_of_date = p.as_of_date and t.period_type = p.period_type and t.period_start = p.period_start
)

select
    t.as_of_date,
    t.period_type,
    t.period_start,
    t.indicator_id,
    t.peer_group,
    t.unit_key,
    t.unit_code,
    t.unit_name,
    t.numerator,
    t.denominator,
    t.value_pct,
    t.rank,
    t.peers_ranked,
    t.is_joint,
    b.rank as rank_previous,
    b.rank - t.rank as rank_change,
    case when t.merit is not null and b.merit is not null then t.value_pct - b.value_pct end as value_change_pp,
    case when t.rank = 1 then null else 100.0e0 * (t.merit_above - t.merit) end as gap_to_above_pp,
    100.0e0 * (t.merit_first - t.merit) as gap_to_first_pp,
    d.band,
    t.not_ranked_reason,
    t.definition_version
from placed as t
left join placed as b
    on t.previous_as_of_date = b.as_of_date
    and t.period_type = b.period_type
    and t.previous_period_start = b.period_start
    and t.indicator_id = b.indicator_id
    and t.peer_group = b.peer_group
    and t.unit_code = b.unit_code
    and b.stood_at_end
    and t.definition_version = b.definition_version
    and b.merit is not null
left join reference.band as d
    on t.denominator > 0
    and 100 * t.numerator >= d.from_pct * t.denominator
    and 100 * t.numerator < d.below_pct * t.denominator
