/*
name: gap_arithmetic
title_vi: Khoảng cách đến chỉ tiêu tính đúng
description_vi: >
  gap_dossiers là số hồ sơ nhỏ nhất, không âm, để tử số + gap_dossiers đạt chỉ tiêu × mẫu số (tính đúng, không làm tròn);
  gap_pp bằng chỉ tiêu trừ giá trị; không giao chỉ tiêu thì cả hai để trống.
severity: error
table: marts.target_gap
*/
with
exact as (
    select
        g.as_of_date, g.period_type, g.period_start, g.indicator_id, g.unit_key,
        g.numerator, g.denominator, g.value_pct, g.target_pct, g.gap_pp, g.gap_dossiers,
        cast(g.target_pct as decimal(13, 4)) * cast(g.denominator as decimal(19, 0)) as needed_times_100,
        100 * cast(g.numerator + g.gap_dossiers as decimal(19, 0)) as reached_times_100
    from marts.target_gap as g
)

select
    e.as_of_date, e.period_type, e.period_start, e.indicator_id, e.unit_key,
    e.numerator, e.denominator, e.value_pct, e.target_pct, e.gap_pp, e.gap_dossiers
from exact as e
where
    (e.target_pct is null and (e.gap_dossiers is not null or e.gap_pp is not null))
    or (
        e.target_pct is not null
        and (
            e.gap_dossiers is null
            or e.gap_dossiers < 0
            or e.reached_times_100 < e.needed_times_100
            or (e.gap_dossiers > 0 and e.reached_times_100 - 100 >= e.needed_times_100)
            or (e.gap_pp is null) <> (e.value_pct is null)
            or abs(e.gap_pp - (e.target_pct - e.value_pct)) > 0.000001
        )
    )
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first, 4 asc nulls first, 5 asc nulls first
