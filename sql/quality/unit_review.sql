/*
name: quality.unit_review
title_vi: Đơn vị cần rà soát
description_vi: >
  Dấu hiệu thổi phồng số liệu (DOMAIN.md mục 6), mỗi đơn vị, hệ thống nguồn và tháng tiếp nhận một dòng: tỷ lệ số hóa tăng vọt
  so với tháng liền trước trong khi số tệp mỗi hồ sơ giảm, hoặc phần lớn kết quả trùng tệp thành phần. Ngưỡng ở
  sql/parameters.yml; từng hồ sơ ở quality.distortion. Là dấu hiệu để rà soát, không phải kết luận.
grain: [rule_id, source_system, unit_key, month_start]
materialized: table
*/
with
unit_month as (
    select
        d.source_system,
        d.unit_key,
        cast(date_trunc('month', d.received_at) as date) as month_start,
        cast(count(*) as bigint) as dossiers,
        cast(count(*) filter (where d.has_digitized_component) as bigint) as digitized,
        cast(count(d.components) as bigint) as counted,
        cast(sum(d.components) as bigint) as files,
        cast(count(*) filter (where d.results > 0) as bigint) as with_result,
        cast(count(*) filter (where d.results > 0 and d.result_equals_component) as bigint) as equal_results
    from marts.fact_dossier as d
    where d.received_at is not null
    group by d.source_system, d.unit_key, cast(date_trunc('month', d.received_at) as date)
),

rated as (
    select
        m.*,
        100e0 * m.digitized / nullif(m.dossiers, 0) as digitized_pct,
        cast(m.files as double) / nullif(m.counted, 0) as files_per_dossier,
        100e0 * m.equal_results / nullif(m.with_result, 0) as equal_results_pct
    from unit_month as m
),

compared as (
    select
        r.*,
        lag(r.dossiers, 1, 0) over by_month as dossiers_previous,
        lag(r.digitized_pct, 1) over by_month as digitized_pct_previous,
        lag(r.files_per_dossier, 1) over by_month as files_per_dossier_previous
    from rated as r
    window by_month as (partition by r.source_system, r.unit_key order by r.month_start asc nulls last)
),

found as (
    select 'digitized_share_jump' as rule_id, c.*
    from compared as c
    cross join reference.review as p
    where
        c.dossiers >= p.min_dossiers
        and c.dossiers_previous >= p.min_dossiers
        and c.digitized_pct - c.digitized_pct_previous >= p.share_jump_pp
        and c.files_per_dossier <= c.files_per_dossier_previous * (100e0 - p.files_drop_pct) * 0.01e0
    union all
    select 'results_equal_components' as rule_id, c.*
    from compared as c
    cross join reference.review as p
    where c.with_result >= p.min_dossiers and c.equal_results_pct >= p.equal_results_limit_pct
)

select
    f.rule_id,
    r.severity,
    r.message_vi as message,
    f.source_system,
    f.unit_key,
    f.month_start,
    f.dossiers,
    f.digitized_pct,
    f.digitized_pct_previous,
    f.files_per_dossier,
    f.files_per_dossier_previous,
    f.equal_results_pct
from found as f
inner join reference.rule as r on f.rule_id = r.rule_id
