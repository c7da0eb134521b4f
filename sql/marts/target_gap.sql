/*
name: marts.target_gap
title_vi: Khoảng cách đến chỉ tiêu
description_vi: >
  Giá trị, chỉ tiêu giao và khoảng cách của mỗi đơn vị. Chỉ tiêu cụ thể nhất thắng: mã đơn vị, rồi cấp đơn vị, kỳ, loại kỳ,
  hiệu lực mới nhất. gap_pp dương là còn thiếu; gap_dossiers tính bằng số học đúng: max(0, ceil(chỉ tiêu × mẫu số) − tử số).
  status: met đã đạt, short còn thiếu (chưa có dự báo), no_target không giao chỉ tiêu.
grain: [as_of_date, period_type, period_start, indicator_id, unit_key]
materialized: table
*/
with
assigned as (
    select
        f.as_of_date,
        f.period_type,
        f.period_start,
        f.indicator_id,
        f.unit_key,
        t.target_pct,
        row_number() over (
            partition by f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.unit_key
            order by
                case when t.unit_code is not null then 0 else 1 end asc nulls last,
                case when t.unit_level is not null then 0 else 1 end asc nulls last,
                case when t.period_start is not null then 0 else 1 end asc nulls last,
                case when t.period_type is not null then 0 else 1 end asc nulls last,
                t.valid_from desc nulls last,
                t.target_pct desc nulls last
        ) as choice
    from marts.fact_indicator as f
    inner join marts.dim_unit as u on f.unit_key = u.unit_key
    inner join staging.period as p
        on f.as_of_date = p.as_of_date and f.period_type = p.period_type and f.period_start = p.period_start
    inner join reference.targets as t
        on f.indicator_id = t.indicator_id
        and (t.unit_code is null or t.unit_code = u.unit_code)
        and (t.unit_level is null or t.unit_level = f.unit_level)
        and (t.period_type is null or t.period_type = f.period_type)
        and (t.period_start is null or t.period_start = f.period_start)
        and (t.valid_from is null or (t.valid_from < p.period_end and t.valid_from <= f.as_of_date))
),

judged as (
    select
        f.as_of_date,
        f.period_type,
        f.period_start,
        f.indicator_id,
        f.unit_key,
        f.unit_level,
        f.numerator,
        f.denominator,
        f.value_pct,
        a.target_pct,
        cast(
            ceil(a.target_pct * cast(f.denominator as decimal(18, 0)) * cast(0.01 as decimal(3, 2))) as bigint
        ) as needed
    from marts.fact_indicator as f
    left join assigned as a
        on f.as_of_date = a.as_of_date
        and f.period_type = a.period_type
        and f.period_start = a.period_start
        and f.indicator_id = a.indicator_id
        and f.unit_key = a.unit_key
        and a.choice = 1
)

select
    j.as_of_date,
    j.period_type,
    j.period_start,
    j.indicator_id,
    j.unit_key,
    u.unit_code,
    u.unit_name,
    j.unit_level,
    j.numerator,
    j.denominator,
    j.value_pct,
    cast(j.target_pct as double) as target_pct,
    case
        when j.value_pct is not null then
            cast(j.target_pct * cast(j.denominator as decimal(18, 0)) - 100 * cast(j.numerator as decimal(18, 0)) as double)
            / nullif(j.denominator, 0)
    end as gap_pp,
    case when j.target_pct is not null then greatest(0, j.needed - j.numerator) end as gap_dossiers,
    cast(null as bigint) as forecast_dossiers,
    cast(null as double) as required_rate_rest,
    cast(null as double) as best_reachable_pct,
    cast(null as double) as required_per_workday,
    cast(null as double) as projected_pct,
    cast(null as double) as projected_low_pct,
    cast(null as double) as projected_high_pct,
    cast(null as date) as expected_met_on,
    case
        when j.target_pct is null then 'no_target'
        when j.denominator > 0 and j.numerator >= j.needed then 'met'
        else 'short'
    end as status
from judged as j
inner join marts.dim_unit as u on j.unit_key = u.unit_key
