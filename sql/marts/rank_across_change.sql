/*
name: marts.rank_across_change
title_vi: Xếp hạng theo đơn vị hiện nay, các kỳ phải quy đổi
description_vi: >
  Phần của rank_unit_regrouped ở các kỳ có thay đổi đơn vị (regrouped_period); các kỳ khác bằng rank_unit. Kỳ trước cũng quy về đơn vị
  hiện nay (rank_previous_basis là regrouped).
grain: [as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: table
*/
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
    case when t.merit is not null then coalesce(b.rank, o.rank) end as rank_previous,
    coalesce(b.rank, o.rank) - t.rank as rank_change,
    case when t.merit is not null then t.value_pct - coalesce(b.value_pct, o.value_pct) end as value_change_pp,
    t.gap_to_above_pp,
    t.gap_to_first_pp,
    d.band,
    t.not_ranked_reason,
    t.definition_version,
    case when t.merit is not null and coalesce(b.rank, o.rank) is not null then 'regrouped' end as rank_previous_basis
from staging.rank_regrouped as t
left join staging.rank_regrouped as b
    on t.previous_as_of_date = b.as_of_date
    and t.period_type = b.period_type
    and t.previous_period_start = b.period_start
    and t.indicator_id = b.indicator_id
    and t.peer_group = b.peer_group
    and t.unit_key = b.unit_key
    and t.definition_version = b.definition_version
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
    and t.definition_version = o.definition_version
    and o.rank is not null
left join reference.band as d
    on t.denominator > 0
    and 100 * t.numerator >= d.from_pct * t.denominator
    and 100 * t.numerator < d.below_pct * t.denominator
