/*
name: each_dossier_counted_once
title_vi: Mỗi hồ sơ được tính đúng một lần
description_vi: >
  Mẫu số lũy kế từ đầu năm (chỉ tiêu đúng hạn, mọi hồ sơ tiếp nhận) của các đơn vị không có đơn vị trực thuộc cộng với cơ quan
  của các đơn vị có đơn vị trực thuộc phải bằng số hồ sơ tiếp nhận trong năm đến ngày tính. Cùng với phép kiểm tra
  "các phần cộng lại bằng toàn thể", mỗi hồ sơ vào số của huyện và tỉnh đúng một lần.
severity: error
table: marts.fact_indicator
*/
with
run_date as (
    select
        max(f.as_of_date) as as_of_date,
        cast(date_trunc('year', max(f.as_of_date)) as date) as year_start
    from marts.fact_indicator as f
),

whole as (
    select distinct p.unit_code
    from marts.dim_unit as u
    inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key
),

own_figure as (
    select f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.denominator
    from marts.fact_indicator as f
    inner join marts.dim_unit as u on f.unit_key = u.unit_key
    where not exists (select w.unit_code from whole as w where w.unit_code = u.unit_code)
    union all
    select o.as_of_date, o.period_type, o.period_start, o.indicator_id, o.denominator
    from marts.indicator_own_office as o
),

counted as (
    select cast(coalesce(sum(f.denominator), 0) as bigint) as dossiers
    from own_figure as f
    inner join run_date as r on f.as_of_date = r.as_of_date and f.period_start = r.year_start
    where f.period_type = 'ytd' and f.indicator_id = 'on_time_rate'
),

received as (
    select count(*) as dossiers
    from marts.fact_dossier as d
    cross join run_date as r
    where
        d.received_at is not null
        and (
            r.as_of_date is null
            or (cast(d.received_at as date) >= r.year_start and cast(d.received_at as date) <= r.as_of_date)
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
order by 1 asc nulls first
