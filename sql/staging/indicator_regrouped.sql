/*
name: staging.indicator_regrouped
title_vi: Tử số, mẫu số theo đơn vị hiện nay, các kỳ phải quy đổi
description_vi: >
  Mỗi hồ sơ tính đúng một lần ở đơn vị hiện nay kế tục đơn vị giải quyết và ở các cấp trên hiện nay. Phần không quy được
  (is_attributed sai) đứng riêng, unit_key là đơn vị cũ, counted_unit_key là đơn vị hiện nay thấp nhất chắc chắn chứa nó.
grain: [as_of_date, period_type, period_start, unit_key, counted_unit_key, indicator_id, definition_version, is_attributed]
materialized: table
*/
with
period_day as (
    select p.as_of_date, p.period_type, p.period_start, d.calendar_date
    from marts.regrouped_period as g
    inner join staging.period as p
        on g.as_of_date = p.as_of_date and g.period_type = p.period_type and g.period_start = p.period_start
    inner join marts.dim_date as d
        on d.calendar_date >= p.period_start and d.calendar_date < p.period_end and d.calendar_date <= p.as_of_date
),

unit_day as (
    select distinct d.unit_key, d.received_on from staging.indicator_unit_day as d
),

placed as (
    select
        d.unit_key,
        d.received_on,
        case
            when d.received_on < u.valid_from then u.valid_from
            when u.valid_to is not null and d.received_on >= u.valid_to
                then cast(u.valid_to - interval 1 day as date)
            else d.received_on
        end as hierarchy_on
    from unit_day as d
    inner join reference.units as u on d.unit_key = u.unit_key
),

home as (
    select
        p.unit_key,
        p.received_on,
        t.counted_unit_key,
        t.is_attributed
    from placed as p
    inner join marts.unit_today as t
        on p.unit_key = t.unit_key
        and p.hierarchy_on >= t.valid_from
        and (t.valid_to is null or p.hierarchy_on < t.valid_to)
),

summed as (
    select
        y.as_of_date,
        y.period_type,
        y.period_start,
        case when h.is_attributed then h.counted_unit_key else d.unit_key end as unit_key,
        h.counted_unit_key,
        h.is_attributed,
        d.indicator_id,
        d.definition_version,
        cast(sum(d.numerator) as bigint) as numerator,
        cast(sum(d.denominator) as bigint) as denominator,
        cast(sum(d.left_out) as bigint) as left_out
    from staging.indicator_unit_day as d
    inner join home as h on d.unit_key = h.unit_key and d.received_on = h.received_on
    inner join period_day as y on d.as_of_date = y.as_of_date and d.received_on = y.calendar_date
    group by
        y.as_of_date, y.period_type, y.period_start,
        case when h.is_attributed then h.counted_unit_key else d.unit_key end,
        h.counted_unit_key, h.is_attributed, d.indicator_id, d.definition_version
)

select
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.unit_key,
    s.counted_unit_key,
    s.is_attributed,
    s.indicator_id,
    s.definition_version,
    s.numerator,
    s.denominator,
    s.left_out
from summed as s
inner join marts.dim_indicator as i
    on s.indicator_id = i.indicator_id
    and s.definition_version = i.definition_version
    and i.is_additive
    and s.period_start >= i.valid_from
    and (i.valid_to is null or s.period_start < i.valid_to)
where s.denominator > 0 or s.numerator > 0 or s.left_out > 0
