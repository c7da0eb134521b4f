/*
name: staging.adjustment
title_vi: Điều chỉnh theo quyết định
description_vi: >
  Mỗi dòng của adjustments.csv và mỗi kỳ nó áp dụng: cột loại kỳ, ngày đầu kỳ để trống là mọi kỳ; chỉ áp dụng từ ngày quyết định trở đi
  (decided_on không sau ngày tính). points cộng vào điểm: số âm là điểm trừ.
grain: [adjustment_no, as_of_date, period_type, period_start]
materialized: table
*/
with
numbered as (
    select
        row_number() over (
            order by a.unit_code asc nulls last, a.indicator_id asc nulls last, a.period_type asc nulls last,
                a.period_start asc nulls last, a.decided_on asc nulls last, a.points asc nulls last,
                a.reason asc nulls last, a.decided_by asc nulls last
        ) as adjustment_no,
        a.unit_code, a.indicator_id, a.period_type, a.period_start,
        cast(a.points as decimal(9, 2)) as points, a.reason, a.decided_by, a.decided_on
    from reference.adjustments as a
)

select
    n.adjustment_no,
    p.as_of_date,
    p.period_type,
    p.period_start,
    n.unit_code,
    n.indicator_id,
    n.points,
    n.reason,
    n.decided_by,
    n.decided_on
from numbered as n
inner join staging.period as p
    on (n.period_type is null or n.period_type = p.period_type)
    and (n.period_start is null or n.period_start = p.period_start)
    and (n.decided_on is null or n.decided_on <= p.as_of_date)
