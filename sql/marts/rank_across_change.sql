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
    c.as_of_date,
    c.period_type,
    c.period_start,
    c.indicator_id,
    c.peer_group,
    c.unit_key,
    c.unit_code,
    c.unit_name,
    c.numerator,
    c.denominator,
    c.value_pct,
    c.rank,
    c.peers_ranked,
    c.is_joint,
    c.rank_previous,
    c.rank_previous - c.rank as rank_change,
    c.value_pct - c.value_previous_pct as value_change_pp,
    c.gap_to_above_pp,
    c.gap_to_first_pp,
    c.band,
    c.not_ranked_reason,
    c.definition_version,
    c.rank_previous_basis,
    c.score,
    c.max_score,
    c.is_partial,
    c.not_compared_reason
from staging.rank_compared as c
where c.basis = 'regrouped'
