/*
name: marts.dim_indicator
title_vi: Danh mục chỉ tiêu
description_vi: >
  Mỗi chỉ tiêu và mỗi phiên bản định nghĩa một dòng, lấy từ các tệp sql/indicators, thêm điểm của sáu nhóm (group_*) và tổng điểm
  (total_score), source là scores. evidence: P theo Cổng hoặc văn bản, S nguồn thứ cấp, A giả định của dự án. Điểm tối đa, mức đủ điểm,
  mẫu số tối thiểu là của định nghĩa; parameters.csv có thể ghi khác cho một thời gian.
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
union all
select
    s.indicator_id,
    s.definition_version,
    s.name_vi,
    s.name_en,
    case
        when s.indicator_group = 'total' then 'Tổng điểm của sáu nhóm.'
        else 'Tổng điểm (đã làm tròn) của các chỉ tiêu trong nhóm.'
    end as definition_vi,
    'Điểm đạt được, tính bằng phần trăm điểm' as numerator_def,
    'Số điểm của các phần đo được, tính bằng phần trăm điểm' as denominator_def,
    'percent' as unit,
    'higher' as direction,
    cast(s.max_score as double) as max_score,
    'sum' as scoring,
    'Quyết định 766/QĐ-TTg ngày 23/6/2022' as legal_basis,
    'P' as evidence,
    s.valid_from,
    s.valid_to,
    s.indicator_group,
    cast(100 as decimal(9, 2)) as full_marks_at_pct,
    cast(null as double) as empty_value_pct,
    cast(null as double) as empty_score,
    cast(1 as bigint) as min_denominator,
    false as is_additive,
    'Phần chưa đo được (chỉ Cổng mới có, hoặc chưa công bố số điểm) không tính là 0 mà để ngoài; chỉ xếp hạng chung các đơn vị đo được cùng các phần.'
        as caveats_vi,
    cast(s.display_order as bigint) as display_order,
    'scores' as source,
    cast(null as string) as left_out_def,
    cast(2 as bigint) as value_decimals,
    false as lists_empty_days
from staging.score_definition as s
