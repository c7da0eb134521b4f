/*
name: staging.score_part
title_vi: Các phần của tổng điểm
description_vi: >
  Điểm của từng nhóm và tổng điểm trước điều chỉnh, kỳ từ tuần trở lên (một ngày quá ít hồ sơ để chấm điểm). Mẫu số 0 làm mất
  điểm (0 trên số điểm của chỉ tiêu); chỉ tiêu không có số (chỉ Cổng mới có) nằm ngoài điểm đo được. parts_key giống nhau khi và chỉ
  khi đo được cùng các chỉ tiêu.
grain: [basis, as_of_date, period_type, period_start, unit_key, indicator_group]
materialized: table
*/
with
rule_bit as (
    select r.indicator_id, r.definition_version, r.valid_from, r.valid_to, r.max_score, r.indicator_group, r.source,
        cast(
            power(2.0e0, row_number() over (order by r.indicator_id asc nulls last, r.valid_from asc nulls last))
            as decimal(38, 0)
        ) as part_bit
    from staging.indicator_rule as r
    where r.max_score is not null
),

figure as (
    select 'as_was' as basis, f.as_of_date, f.period_type, f.period_start, f.unit_key, f.indicator_id,
        f.definition_version, f.denominator, f.value_pct, f.score
    from marts.fact_indicator as f
    where f.period_type <> 'day' and f.max_score is not null
    union all
    select 'regrouped' as basis, f.as_of_date, f.period_type, f.period_start, f.unit_key, f.indicator_id,
        f.definition_version, f.denominator, f.value_pct, f.score
    from marts.indicator_across_change as f
    where f.period_type <> 'day' and f.max_score is not null
),

summed as (
    select
        f.basis,
        f.as_of_date,
        f.period_type,
        f.period_start,
        f.unit_key,
        b.indicator_group,
        cast(sum(cast(coalesce(f.score, 0) as decimal(9, 2))) as decimal(9, 2)) as score,
        cast(sum(b.max_score) as decimal(9, 2)) as measured_points,
        cast(sum(b.part_bit) as decimal(38, 0)) as parts_key,
        bool_or(f.denominator > 0 or (b.source = 'portal' and f.value_pct is not null)) as has_figures
    from figure as f
    inner join rule_bit as b
        on f.indicator_id = b.indicator_id
        and f.definition_version = b.definition_version
        and f.period_start >= b.valid_from
        and (b.valid_to is null or f.period_start < b.valid_to)
    group by f.basis, f.as_of_date, f.period_type, f.period_start, f.unit_key, b.indicator_group
),

measured as (
    select distinct s.basis, s.as_of_date, s.period_type, s.period_start, s.unit_key from summed as s
)

select
    m.basis,
    m.as_of_date,
    m.period_type,
    m.period_start,
    m.unit_key,
    d.indicator_id,
    d.indicator_group,
    d.code,
    d.definition_version,
    d.max_score,
    coalesce(s.score, cast(0 as decimal(9, 2))) as score,
    coalesce(s.measured_points, cast(0 as decimal(9, 2))) as measured_points,
    coalesce(s.parts_key, cast(0 as decimal(38, 0))) as parts_key,
    coalesce(s.has_figures, false) as has_figures,
    a.points as adjustment_points
from measured as m
inner join staging.score_definition as d
    on d.indicator_group <> 'total'
    and m.period_start >= d.valid_from
    and (d.valid_to is null or m.period_start < d.valid_to)
left join summed as s
    on m.basis = s.basis
    and m.as_of_date = s.as_of_date
    and m.period_type = s.period_type
    and m.period_start = s.period_start
    and m.unit_key = s.unit_key
    and d.indicator_group = s.indicator_group
left join staging.adjustment_cell as a
    on m.as_of_date = a.as_of_date
    and m.period_type = a.period_type
    and m.period_start = a.period_start
    and m.unit_key = a.unit_key
    and d.indicator_id = a.indicator_id
