/*
name: marts.rank_unit_regrouped
title_vi: Xếp hạng theo đơn vị hiện nay
description_vi: >
  Như rank_unit nhưng mọi kỳ, kể cả kỳ trước đem so, quy về các đơn vị có hiệu lực tại ngày tính của lần chạy
  (fact_indicator_regrouped).
grain: [as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: view
*/
select
    r.as_of_date, r.period_type, r.period_start, r.indicator_id, r.peer_group, r.unit_key, r.unit_code, r.unit_name,
    r.numerator, r.denominator, r.value_pct, r.rank, r.peers_ranked, r.is_joint, r.rank_previous, r.rank_change,
    r.value_change_pp, r.gap_to_above_pp, r.gap_to_first_pp, r.band, r.not_ranked_reason, r.definition_version,
    r.rank_previous_basis, r.score, r.max_score, r.is_partial, r.not_compared_reason
from marts.rank_unit as r
left join marts.regrouped_period as g
    on r.as_of_date = g.as_of_date and r.period_type = g.period_type and r.period_start = g.period_start
where g.as_of_date is null
union all
select
    c.as_of_date, c.period_type, c.period_start, c.indicator_id, c.peer_group, c.unit_key, c.unit_code, c.unit_name,
    c.numerator, c.denominator, c.value_pct, c.rank, c.peers_ranked, c.is_joint, c.rank_previous, c.rank_change,
    c.value_change_pp, c.gap_to_above_pp, c.gap_to_first_pp, c.band, c.not_ranked_reason, c.definition_version,
    c.rank_previous_basis, c.score, c.max_score, c.is_partial, c.not_compared_reason
from marts.rank_across_change as c
