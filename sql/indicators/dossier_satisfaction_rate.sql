/*
indicator_id: dossier_satisfaction_rate
definition_version: v2022
name_vi: Mức độ hài lòng trong giải quyết hồ sơ
name_en: Satisfaction with dossiers
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ không quá hạn và không có phản ánh, kiến nghị.
numerator_vi: Hồ sơ tiếp nhận trừ hồ sơ quá hạn hoặc bị phản ánh, kiến nghị
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: satisfaction
unit: percent
direction: higher
max_score: 6
scoring: capped
full_marks_at_pct: 90
empty_value_pct: 0
empty_score: 0
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 80
caveats_vi: >
  Đủ điểm từ 90 %. Bản xuất hồ sơ không ghi hồ sơ nào bị phản ánh nên chỉ trừ hồ sơ quá hạn; số của Cổng có thể thấp hơn.
*/
select
    count(*) filter (where d.is_on_time) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
