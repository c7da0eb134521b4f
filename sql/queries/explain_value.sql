/*
name: explain_value
title_vi: Giải thích - giá trị
description_vi: Tử số, mẫu số, giá trị và điểm của một đơn vị trong một kỳ.
parameters:
  as_of: {description_vi: Ngày tính (yyyy-mm-dd)}
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
  indicator: {description_vi: Mã chỉ tiêu}
  unit: {description_vi: Khóa đơn vị}
*/
select
    f.as_of_date,
    f.period_type,
    f.period_start,
    f.unit_key,
    f.indicator_id,
    f.definition_version,
    f.numerator,
    f.denominator,
    f.value_pct,
    f.score,
    f.max_score,
    f.is_provisional
from marts.fact_indicator as f
where
    f.as_of_date = cast($as_of as date)
    and f.period_type = $period
    and f.period_start = cast($start as date)
    and f.indicator_id = $indicator
    and f.unit_key = $unit
