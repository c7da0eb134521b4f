/*
name: staging.indicator_period
title_vi: Tử số, mẫu số theo kỳ
description_vi: >
  Cộng các ngày thành kỳ. Tuần và tháng cộng từ ngày; quý, 6 tháng, năm và lũy kế cộng từ tháng. Chỉ tiêu đếm thủ tục lấy từ
  staging.indicator_distinct_period, không cộng.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id, definition_version]
materialized: table
*/
with
by_day as (
    select d.as_of_date, d.unit_key, d.indicator_id, d.definition_version, d.numerator, d.denominator,
        d.left_out, c.calendar_date, c.week_start, c.month_start, c.quarter_start, c.half_start, c.year_start
    from staging.indicator_day as d
    inner join marts.dim_date as c on d.received_on = c.calendar_date
),

by_month as (
    select b.as_of_date, b.unit_key, b.indicator_id, b.definition_version, b.month_start, b.quarter_start,
        b.half_start, b.year_start,
        cast(sum(b.numerator) as bigint) as numerator,
        cast(sum(b.denominator) as bigint) as denominator,
        cast(sum(b.left_out) as bigint) as left_out
    from by_day as b
    group by b.as_of_date, b.unit_key, b.indicator_id, b.definition_version, b.month_start, b.quarter_start,
        b.half_start, b.year_start
),

summed as (
    select b.as_of_date, 'day' as period_type, b.calendar_date as period_start, b.unit_key, b.indicator_id,
        b.definition_version, b.numerator, b.denominator, b.left_out
    from by_day as b
    union all
    select b.as_of_date, 'week' as period_type, b.week_start as period_start, b.unit_key, b.indicator_id,
        b.definition_version, cast(sum(b.numerator) as bigint) as numerator,
        cast(sum(b.denominator) as bigint) as denominator,
        cast(sum(b.left_out) as bigint) as left_out
    from by_day as b
    group by b.as_of_date, b.week_start, b.unit_key, b.indicator_id, b.definition_version
    union all
    select m.as_of_date, 'month' as period_type, m.month_start as period_start, m.unit_key, m.indicator_id,
        m.definition_version, m.numerator, m.denominator, m.left_out
    from by_month as m
    union all
    select m.as_of_date, 'quarter' as period_type, m.quarter_start as period_start, m.unit_key, m.indicator_id,
        m.definition_version, cast(sum(m.numerator) as bigint) as numerator,
        cast(sum(m.denominator) as bigint) as denominator,
        cast(sum(m.left_out) as bigint) as left_out
    from by_month as m
    group by m.as_of_date, m.quarter_start, m.unit_key, m.indicator_id, m.definition_version
    union all
    select m.as_of_date, 'half' as period_type, m.half_start as period_start, m.unit_key, m.indicator_id,
        m.definition_version, cast(sum(m.numerator) as bigint) as numerator,
        cast(sum(m.denominator) as bigint) as denominator,
        cast(sum(m.left_out) as bigint) as left_out
    from by_month as m
    group by m.as_of_date, m.half_start, m.unit_key, m.indicator_id, m.definition_version
    union all
    select m.as_of_date, y.period_type, m.year_start as period_start, m.unit_key, m.indicator_id,
        m.definition_version, cast(sum(m.numerator) as bigint) as numerator,
        cast(sum(m.denominator) as bigint) as denominator,
        cast(sum(m.left_out) as bigint) as left_out
    from by_month as m
    cross join (values ('year'), ('ytd')) as y (period_type)
    group by m.as_of_date, y.period_type, m.year_start, m.unit_key, m.indicator_id, m.definition_version
),

kept as (
    select s.as_of_date, s.period_type, s.period_start, s.unit_key, s.indicator_id, s.definition_version, s.numerator,
        s.denominator, s.left_out, i.is_additive
    from summed as s
    inner join staging.period as p
        on s.as_of_date = p.as_of_date
        and s.period_type = p.period_type
        and s.period_start = p.period_start
    inner join marts.dim_indicator as i
        on s.indicator_id = i.indicator_id
        and s.definition_version = i.definition_version
        and p.period_start >= i.valid_from
        and (i.valid_to is null or p.period_start < i.valid_to)
),

counted_apart as (
    select k.as_of_date, k.period_type, k.period_start, k.unit_key, k.indicator_id, k.definition_version,
        0 as numerator, 0 as denominator, k.left_out
    from kept as k
    where not k.is_additive
    union all
    select d.as_of_date, d.period_type, d.period_start, d.unit_key, d.indicator_id, d.definition_version,
        d.numerator, d.denominator, 0 as left_out
    from staging.indicator_distinct_period as d
)

select
    k.as_of_date,
    k.period_type,
    k.period_start,
    k.unit_key,
    k.indicator_id,
    k.definition_version,
    k.numerator,
    k.denominator,
    k.left_out
from kept as k
where k.is_additive
union all
select
    c.as_of_date,
    c.period_type,
    c.period_start,
    c.unit_key,
    c.indicator_id,
    c.definition_version,
    cast(sum(c.numerator) as bigint) as numerator,
    cast(sum(c.denominator) as bigint) as denominator,
    cast(sum(c.left_out) as bigint) as left_out
from counted_apart as c
group by c.as_of_date, c.period_type, c.period_start, c.unit_key, c.indicator_id, c.definition_version
