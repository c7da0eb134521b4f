/*
name: staging.rank_period
title_vi: Số thứ tự của các kỳ
description_vi: Mỗi kỳ một số, số của kỳ so sánh nếu kỳ ấy có, và ngày cuối kỳ (hoặc ngày tính, nếu kỳ còn mở) để xét đơn vị còn hiệu lực.
grain: [as_of_date, period_type, period_start]
materialized: table
*/
with
numbered as (
    select
        p.as_of_date, p.period_type, p.period_start, p.previous_as_of_date, p.previous_period_start,
        least(p.as_of_date, cast(p.period_end - interval 1 day as date)) as last_on,
        row_number() over (
            order by p.as_of_date asc nulls last, p.period_type asc nulls last, p.period_start asc nulls last
        ) as period_no
    from staging.period as p
)

select n.as_of_date, n.period_type, n.period_start, n.last_on, n.period_no, b.period_no as previous_period_no
from numbered as n
left join numbered as b
    on n.previous_as_of_date = b.as_of_date
    and n.period_type = b.period_type
    and n.previous_period_start = b.period_start
