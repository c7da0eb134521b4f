/*
name: marts.indicator_across_change
title_vi: Giá trị chỉ tiêu theo đơn vị hiện nay, các kỳ phải quy đổi
description_vi: >
  Phần của fact_indicator_regrouped ở các kỳ có thay đổi đơn vị (regrouped_period); các kỳ khác bằng fact_indicator.
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
where s.basis = 'regrouped'
