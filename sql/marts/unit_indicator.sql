/*
name: marts.unit_indicator
title_vi: Chỉ tiêu của đơn vị trên một dòng
description_vi: >
  Giá trị, điểm, thứ hạng và khoảng cách đến chỉ tiêu giao của mỗi đơn vị và mỗi chỉ tiêu đặt cạnh nhau,
  theo ngày tính và kỳ. Các khung nhìn indicators.* là bảng này lọc theo một chỉ tiêu.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: view
*/
select
    f.as_of_date,
    f.period_type,
    f.period_start,
    f.unit_key,
    u.unit_code,
    u.unit_name,
    f.unit_level,
    f.peer_group,
    f.indicator_id,
    f.definition_version,
    f.numerator,
    f.denominator,
    f.value_pct,
    f.score,
    f.max_score,
    r.rank,
    r.peers_ranked,
    r.is_joint,
    r.not_ranked_reason,
    g.target_pct,
    g.gap_pp,
    g.gap_dossiers,
    f.is_provisional
from marts.fact_indicator as f
inner join marts.dim_unit as u on f.unit_key = u.unit_key
left join marts.rank_unit as r
    on f.as_of_date = r.as_of_date
    and f.period_type = r.period_type
    and f.period_start = r.period_start
    and f.indicator_id = r.indicator_id
    and f.unit_key = r.unit_key
    and f.peer_group = r.peer_group
left join marts.target_gap as g
    on f.as_of_date = g.as_of_date
    and f.period_type = g.period_type
    and f.period_start = g.period_start
    and f.indicator_id = g.indicator_id
    and f.unit_key = g.unit_key
