/*
name: marts.dim_indicator
title_vi: Danh mục chỉ tiêu
description_vi: >
  Mỗi chỉ tiêu và mỗi phiên bản định nghĩa một dòng, lấy từ các tệp sql/indicators. evidence: P theo Cổng hoặc văn bản,
  S nguồn thứ cấp, A giả định của dự án.
grain: [indicator_id, definition_version]
materialized: table
*/
select
    d.indicator_id,
    d.definition_version,
    d.name_vi,
    d.name_en,
    d.definition_vi,
    d.numerator_def,
    d.denominator_def,
    d.unit,
    d.direction,
    cast(d.max_score as double) as max_score,
    d.scoring,
    d.legal_basis,
    d.evidence,
    d.valid_from,
    d.valid_to,
    d.indicator_group,
    d.full_marks_at_pct,
    d.empty_value_pct,
    d.empty_score,
    d.min_denominator,
    d.is_additive,
    d.caveats_vi,
    d.display_order,
    d.source,
    d.left_out_def,
    d.value_decimals,
    d.lists_empty_days
from reference.indicator_definitions as d
