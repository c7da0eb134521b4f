/*
name: staging.period
title_vi: Các kỳ của từng ngày tính
description_vi: >
  Với ngày tính của lần chạy: mọi kỳ đã khép và đang mở của năm; với ngày so sánh: các kỳ chứa ngày đó.
  Kỳ đang mở (period_end sau ngày tính) là số tạm. previous_* chỉ kỳ so sánh: kỳ liền trước đã khép cùng loại;
  tuần đang mở so với bảy ngày trước; tháng, quý, 6 tháng đang mở, năm và lũy kế so với cùng ngày năm trước.
grain: [as_of_date, period_type, period_start]
materialized: table
*/
with
day_of_year as (
    select a.as_of_date, a.is_run_date, d.calendar_date, d.week_start, d.month_start, d.quarter_start,
        d.half_start, d.year_start
    from staging.as_of as a
    inner join marts.dim_date as d
        on d.calendar_date >= a.year_start and d.calendar_date <= a.as_of_date
    where a.is_run_date or d.calendar_date = a.as_of_date
),

started as (
    select t.as_of_date, 'day' as period_type, t.calendar_date as period_start,
        cast(t.calendar_date + interval 1 day as date) as period_end
    from day_of_year as t
    union
    select t.as_of_date, 'week' as period_type, t.week_start as period_start,
        cast(t.week_start + interval 7 day as date) as period_end
    from day_of_year as t
    union
    select t.as_of_date, 'month' as period_type, t.month_start as period_start,
        cast(t.month_start + interval 1 month as date) as period_end
    from day_of_year as t
    union
    select t.as_of_date, 'quarter' as period_type, t.quarter_start as period_start,
        cast(t.quarter_start + interval 3 month as date) as period_end
    from day_of_year as t
    union
    select t.as_of_date, 'half' as period_type, t.half_start as period_start,
        cast(t.half_start + interval 6 month as date) as period_end
    from day_of_year as t
    union
    select t.as_of_date, 'year' as period_type, t.year_start as period_start,
        cast(t.year_start + interval 1 year as date) as period_end
    from day_of_year as t
    union
    select t.as_of_date, 'ytd' as period_type, t.year_start as period_start,
        cast(t.year_start + interval 1 year as date) as period_end
    from day_of_year as t
),

judged as (
    select
        s.as_of_date,
        s.period_type,
        s.period_start,
        s.period_end,
        s.period_end > cast(s.as_of_date + interval 1 day as date) as is_provisional
    from started as s
)

select
    j.as_of_date,
    j.period_type,
    j.period_start,
    j.period_end,
    j.is_provisional,
    case
        when j.period_type in ('year', 'ytd') then cast(j.as_of_date - interval 1 year as date)
        when not j.is_provisional then j.as_of_date
        when j.period_type = 'week' then cast(j.as_of_date - interval 7 day as date)
        else cast(j.as_of_date - interval 1 year as date)
    end as previous_as_of_date,
    case
        when j.period_type in ('year', 'ytd') then cast(j.period_start - interval 1 year as date)
        when j.period_type = 'day' then cast(j.period_start - interval 1 day as date)
        when j.period_type = 'week' then cast(j.period_start - interval 7 day as date)
        when j.is_provisional then cast(j.period_start - interval 1 year as date)
        when j.period_type = 'month' then cast(j.period_start - interval 1 month as date)
        when j.period_type = 'quarter' then cast(j.period_start - interval 3 month as date)
        else cast(j.period_start - interval 6 month as date)
    end as previous_period_start
from judged as j
