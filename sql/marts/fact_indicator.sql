/*
name: marts.fact_indicator
title_vi: Giá trị chỉ tiêu
description_vi: >
  Mỗi ngày tính, kỳ, đơn vị và chỉ tiêu một dòng, theo đơn vị như đã có trong kỳ. Huyện gồm cả các xã của huyện,
  tỉnh gồm mọi đơn vị. Mẫu số 0 thì giá trị và điểm theo quy tắc của chỉ tiêu (trống không phải là 0).
  Số quy về đơn vị hiện nay ở fact_indicator_regrouped.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: table
*/
select
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.unit_key,
    s.unit_level,
    s.peer_group,
    s.indicator_id,
    s.definition_version,
    s.numerator,
    s.denominator,
    s.value_pct,
    s.score,
    s.max_score,
    s.is_provisional,
    r.engine,
    s.left_out,
    s.score_before_adjustment
from staging.indicator_scored as s
cross join staging.run as r
where s.basis = 'as_was'
