/*
name: volume_drop
title_vi: Số hồ sơ một đơn vị thay đổi đột ngột
description_vi: >
  Cảnh báo: đơn vị có từ 20 hồ sơ tiếp nhận ở tuần áp chót đã khép mà tuần vừa khép không có hồ sơ nào, hoặc tăng giảm quá 80 %.
  Có thể do nguồn ngừng gửi, không phải do đơn vị.
severity: warning
table: marts.fact_indicator
*/
with
run_date as (
    select max(f.as_of_date) as as_of_date from marts.fact_indicator as f
),

closed_week as (
    select f.unit_key, f.unit_level, f.period_start, f.denominator
    from marts.fact_indicator as f
    inner join run_date as r on f.as_of_date = r.as_of_date
    where f.period_type = 'week' and f.indicator_id = 'on_time_rate' and not f.is_provisional
),

last_week as (
    select max(w.period_start) as period_start from closed_week as w
),

week_before as (
    select w.unit_key, w.unit_level, w.denominator
    from closed_week as w
    inner join last_week as l on w.period_start = cast(l.period_start - interval 7 day as date)
),

changed as (
    select
        l.period_start,
        b.unit_key,
        b.unit_level,
        b.denominator as dossiers_week_before,
        coalesce(w.denominator, 0) as dossiers_last_week
    from week_before as b
    cross join last_week as l
    inner join marts.dim_unit as u
        on b.unit_key = u.unit_key and (u.valid_to is null or u.valid_to > l.period_start)
    left join closed_week as w on b.unit_key = w.unit_key and l.period_start = w.period_start
)

select c.period_start, c.unit_key, c.unit_level, c.dossiers_week_before, c.dossiers_last_week
from changed as c
where
    c.dossiers_week_before >= 20
    and 5 * abs(c.dossiers_last_week - c.dossiers_week_before) > 4 * c.dossiers_week_before
order by 1 asc nulls first, 2 asc nulls first
