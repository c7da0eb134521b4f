/*
name: staging.as_of
title_vi: Các ngày tính số liệu
description_vi: >
  Ngày tính (as_of) của lần chạy và ba ngày so sánh: hôm trước, tuần trước, cùng ngày năm trước;
  chỉ lấy ngày so sánh đã có ít nhất một lần giao dữ liệu.
grain: [as_of_date]
materialized: table
*/
with
asked as (
    select r.as_of_date, r.as_of_date as compared_date, true as is_run_date from staging.run as r
    union all
    select r.as_of_date, cast(r.as_of_date - interval 1 day as date), false from staging.run as r
    union all
    select r.as_of_date, cast(r.as_of_date - interval 7 day as date), false from staging.run as r
    union all
    select r.as_of_date, cast(r.as_of_date - interval 1 year as date), false from staging.run as r
),

first_delivery as (
    select min(f.delivered_on) as delivered_on from lake.file as f
)

select
    a.compared_date as as_of_date,
    a.is_run_date,
    cast(date_trunc('year', a.compared_date) as date) as year_start
from asked as a
cross join first_delivery as d
where a.is_run_date or d.delivered_on <= a.compared_date
