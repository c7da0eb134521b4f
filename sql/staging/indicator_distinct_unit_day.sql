/*
name: staging.indicator_distinct_unit_day
title_vi: Thủ tục phát sinh theo đơn vị và ngày
description_vi: >
  Với chỉ tiêu đếm thủ tục: mỗi ngày tính, đơn vị, ngày tiếp nhận và thủ tục trong mẫu số một dòng, kèm có trong tử số hay không.
  Câu lệnh được ghép từ các tệp chỉ tiêu có additive: false.
grain: [as_of_date, unit_key, received_on, indicator_id, definition_version, counted_key]
materialized: table
composed: distinct_indicators
*/
with
counted as (
    select
        d.as_of_date,
        d.unit_key,
        d.received_on,
        d.procedure_code,
        /* indicators: numerators and denominators */
        cast(count(*) as bigint) as dossiers
    from staging.dossier_as_of as d
    where
        d.received_on <= d.as_of_date
        and d.received_on >= cast(date_trunc('week', d.year_start) as date)
    group by d.as_of_date, d.unit_key, d.received_on, d.procedure_code
)

/* indicators: one row each */
