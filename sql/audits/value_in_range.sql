/*
name: value_in_range
title_vi: Giá trị trong khoảng cho phép
description_vi: >
  Với chỉ tiêu tính bằng phần trăm: 0 ≤ tử số ≤ mẫu số, giá trị bằng 100 × tử số / mẫu số và nằm trong 0-100;
  điểm nằm trong 0 đến điểm tối đa.
severity: error
table: marts.fact_indicator
*/
select
    f.as_of_date, f.period_type, f.period_start, f.unit_key, f.indicator_id,
    f.numerator, f.denominator, f.value_pct, f.score, f.max_score
from marts.fact_indicator as f
inner join marts.dim_indicator as i
    on f.indicator_id = i.indicator_id and f.definition_version = i.definition_version
where
    f.numerator < 0
    or f.denominator < 0
    or f.score < 0
    or f.score > f.max_score
    or (
        i.unit = 'percent'
        and (
            f.numerator > f.denominator
            or f.value_pct < 0
            or f.value_pct > 100
            or (f.denominator > 0 and f.value_pct is null)
            or abs(f.value_pct * f.denominator - 100 * f.numerator) > 0.000001 * f.denominator
        )
    )
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first, 4 asc nulls first, 5 asc nulls first
