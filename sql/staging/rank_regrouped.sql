/*
name: staging.rank_regrouped
title_vi: Thứ hạng theo đơn vị hiện nay, các kỳ phải quy đổi
description_vi: Thứ hạng của các đơn vị có hiệu lực tại ngày tính ở các kỳ có thay đổi đơn vị, chưa so với kỳ trước.
grain: [as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: table
*/
select
    s.as_of_date, s.period_type, s.period_start, s.indicator_id, s.definition_version, s.peer_group, s.unit_key,
    s.unit_code, s.unit_name, s.numerator, s.denominator, s.value_pct, s.score, s.max_score, s.parts_key, s.is_partial, s.band, s.merit, s.rank, s.peers_ranked, s.is_joint,
    s.gap_to_above_pp, s.gap_to_first_pp, s.not_ranked_reason, s.previous_as_of_date, s.previous_period_start
from staging.rank_scored as s
where s.basis = 'regrouped'
