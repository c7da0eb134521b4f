/*
name: each_dossier_counted_once
title_vi: Mỗi hồ sơ được tính đúng một lần
description_vi: >
  Mẫu số lũy kế từ đầu năm của toàn tỉnh (chỉ tiêu đúng hạn, mọi hồ sơ tiếp nhận) phải bằng số hồ sơ tiếp nhận
  trong năm đến ngày tính.
severity: error
table: marts.fact_indicator
*/
with
run_date as (
    select max(f.as_of_date) as as_of_date from marts.fact_indicator as f
),

counted as (
    select cast(coalesce(sum(f.denominator), 0) as bigint) as dossiers
    from marts.fact_indicator as f
    inner join run_date as r on f.as_of_date = r.as_of_date
    where
        f.period_type = 'ytd'
        and f.period_start = cast(date_trunc('year', r.as_of_date) as date)
        and f.unit_level = 'province'
        and f.indicator_id = 'on_time_rate'
),

received as (
    select count(*) as dossiers
    from marts.fact_dossier as d
    cross join run_date as r
    where
        d.received_at is not null
        and (
            r.as_of_date is null
            or (
                cast(d.received_at as date) >= cast(date_trunc('year', r.as_of_date) as date)
                and cast(d.received_at as date) <= r.as_of_date
            )
        )
)

select
    r.as_of_date,
    c.dossiers as counted_in_indicator,
    d.dossiers as received_in_year
from run_date as r
cross join counted as c
cross join received as d
where c.dossiers <> d.dossiers
