/*
name: marts.rank_across_change
title_vi: Xếp hạng theo đơn vị hiện nay, các kỳ phải quy đổi
description_vi: >
  Phần của rank_unit_regrouped ở các kỳ có thay đổi đơn vị (regrouped_period); các kỳ khác bằng rank_unit. Kỳ trước cũng quy về đơn vị
  hiện nay (rank_previous_basis là regrouped).
grain: [as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: table
*/
with
compared as (
    select
        t.*,
        coalesce(b.rank, o.rank) as rank_before,
        coalesce(b.value_pct, o.value_pct) as value_before_pct,
        coalesce(b.definition_version, o.definition_version) as version_before,
        coalesce(b.parts_key, q.parts_key) as parts_before
    from staging.rank_regrouped as t
    left join staging.rank_regrouped as b
        on t.previous_as_of_date = b.as_of_date
        and t.period_type = b.period_type
        and t.previous_period_start = b.period_start
        and t.indicator_id = b.indicator_id
        and t.peer_group = b.peer_group
        and t.unit_key = b.unit_key
        and b.merit is not null
    left join marts.regrouped_period as g
        on t.previous_as_of_date = g.as_of_date
        and t.period_type = g.period_type
        and t.previous_period_start = g.period_start
    left join marts.rank_unit as o
        on g.as_of_date is null
        and t.previous_as_of_date = o.as_of_date
        and t.period_type = o.period_type
        and t.previous_period_start = o.period_start
        and t.indicator_id = o.indicator_id
        and t.peer_group = o.peer_group
        and t.unit_key = o.unit_key
        and o.rank is not null
    left join staging.score_cell as q
        on q.basis = 'as_was'
        and o.as_of_date = q.as_of_date
        and o.period_type = q.period_type
        and o.period_start = q.period_start
        and o.indicator_id = q.indicator_id
        and o.unit_key = q.unit_key
),

judged as (
    select
        c.*,
        case
            when c.merit is null or c.rank_before is null then null
            when c.definition_version <> c.version_before
                then 'kỳ trước theo định nghĩa khác (' || c.version_before || ')'
            when c.parts_key <> c.parts_before then 'kỳ trước đo được các phần khác'
        end as not_compared_reason,
        c.merit is not null
            and c.rank_before is not null
            and c.definition_version = c.version_before
            and coalesce(c.parts_key = c.parts_before, true) as is_compared
    from compared as c
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
    case when t.is_compared then t.rank_before end as rank_previous,
    case when t.is_compared then t.rank_before - t.rank end as rank_change,
    case when t.is_compared then t.value_pct - t.value_before_pct end as value_change_pp,
    t.gap_to_above_pp,
    t.gap_to_first_pp,
    t.band,
    t.not_ranked_reason,
    t.definition_version,
    case when t.is_compared then 'regrouped' end as rank_previous_basis,
    t.score,
    t.max_score,
    t.is_partial,
    t.not_compared_reason
from judged as t
