/*
name: marts.dim_date
title_vi: Lịch
description_vi: >
  Mỗi ngày một dòng, tuần theo ISO, ngày làm việc theo lịch nghỉ lễ, Tết và ngày làm bù trong workdays.csv
  (ngày không ghi trong lịch: thứ Hai đến thứ Sáu là ngày làm việc).
grain: [calendar_date]
materialized: table
*/
select
    c.calendar_date,
    c.iso_weekday,
    cast(date_trunc('week', c.calendar_date) as date) as week_start,
    cast(date_trunc('month', c.calendar_date) as date) as month_start,
    cast(date_trunc('quarter', c.calendar_date) as date) as quarter_start,
    make_date(
        cast(extract(year from c.calendar_date) as integer),
        case when extract(month from c.calendar_date) < 7 then 1 else 7 end,
        1
    ) as half_start,
    cast(date_trunc('year', c.calendar_date) as date) as year_start,
    coalesce(w.is_workday, c.iso_weekday <= 5) as is_workday,
    w.name_vi as holiday_vi
from reference.calendar as c
left join reference.workdays as w on c.calendar_date = w.day
