/*
title_vi: "{name}"
description_vi: >
  {definition} Giá trị, điểm, thứ hạng và khoảng cách đến chỉ tiêu giao của từng đơn vị,
  theo ngày tính và kỳ (chỉ tiêu {indicator_id}).
grain: [as_of_date, period_type, period_start, unit_key]
*/
select
    f.as_of_date,
    f.period_type,
    f.period_start,
    f.unit_key,
    f.unit_code,
    f.unit_name,
    f.unit_level,
    f.definition_version,
    f.numerator,
    f.denominator,
    f.value_pct,
    f.score,
    f.max_score,
    f.rank,
    f.peers_ranked,
    f.is_joint,
    f.not_ranked_reason,
    f.target_pct,
    f.gap_pp,
    f.gap_dossiers,
    f.is_provisional
from marts.unit_indicator as f
where f.indicator_id = '{indicator_id}'
