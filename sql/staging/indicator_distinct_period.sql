/*
name: staging.indicator_distinct_period
title_vi: Chỉ tiêu đếm thủ tục theo kỳ
description_vi: >
  Số thủ tục khác nhau trong tử số, mẫu số ở từng cấp và từng kỳ. Một thủ tục ở hai xã, hai ngày chỉ đếm một lần ở huyện,
  ở tháng; vì vậy không cộng từ các phần.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id, definition_version]
materialized: table
*/
with
by_day as (
    select d.as_of_date, r.ancestor_key as unit_key, d.received_on, d.indicator_id, d.definition_version, d.counted_key,
        bool_or(d.in_numerator) as in_numerator
    from staging.indicator_distinct_unit_day as d
    inner join staging.unit_rollup_day as r on d.unit_key = r.unit_key and d.received_on = r.received_on
    group by d.as_of_date, r.ancestor_key, d.received_on, d.indicator_id, d.definition_version, d.counted_key
),

started as (
    select b.as_of_date, t.period_type, b.unit_key, b.indicator_id, b.definition_version, b.counted_key, b.in_numerator,
        case t.period_type
            when 'day' then c.calendar_date
            when 'week' then c.week_start
            when 'month' then c.month_start
            when 'quarter' then c.quarter_start
            when 'half' then c.half_start
            else c.year_start
        end as period_start
    from by_day as b
    inner join marts.dim_date as c on b.received_on = c.calendar_date
    cross join (
        values ('day'), ('week'), ('month'), ('quarter'), ('half'), ('year'), ('ytd')
    ) as t (period_type)
),

once as (
    select s.as_of_date, s.period_type, s.period_start, s.unit_key, s.indicator_id, s.definition_version, s.counted_key,
        bool_or(s.in_numerator) as in_numerator
    from started as s
    inner join staging.period as p
        on s.as_of_date = p.as_of_date and s.period_type = p.period_type and s.period_start = p.period_start
    inner join marts.dim_indicator as i
        on s.indicator_id = i.indicator_id
        and s.definition_version = i.definition_version
        and p.period_start >= i.valid_from
        and (i.valid_to is null or p.period_start < i.valid_to)
    group by s.as_of_date, s.period_type, s.period_start, s.unit_key, s.indicator_id, s.definition_version, s.counted_key
)

select
    o.as_of_date,
    o.period_type,
    o.period_start,
    o.unit_key,
    o.indicator_id,
    o.definition_version,
    cast(count(*) filter (where o.in_numerator) as bigint) as numerator,
    cast(count(*) as bigint) as denominator
from once as o
group by o.as_of_date, o.period_type, o.period_start, o.unit_key, o.indicator_id, o.definition_version
