/*
name: staging.indicator_unit_day
title_vi: Tử số, mẫu số theo đơn vị và ngày tiếp nhận
description_vi: >
  Một lượt duyệt hồ sơ đếm tử số và mẫu số của mọi chỉ tiêu trong sql/indicators, theo ngày tính, đơn vị giải quyết
  và ngày tiếp nhận; left_out là số hồ sơ không đủ thông tin để xét. Chỉ tiêu đếm thủ tục không cộng được nên tử số, mẫu số
  ở đây là 0 (staging.indicator_distinct_period). Câu lệnh được ghép từ các tệp chỉ tiêu (cds_pipeline/indicators/one_pass.py).
grain: [as_of_date, unit_key, received_on, indicator_id, definition_version]
materialized: table
composed: summed_indicators
*/
with
counted as (
    select
        d.as_of_date,
        d.unit_key,
        d.received_on,
        /* indicators: numerators and denominators */
        cast(count(*) as bigint) as dossiers
    from staging.dossier_as_of as d
    where
        d.received_on <= d.as_of_date
        and d.received_on >= cast(date_trunc('week', d.year_start) as date)
    group by d.as_of_date, d.unit_key, d.received_on
)

/* indicators: one row each */
