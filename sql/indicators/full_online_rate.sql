/*
indicator_id: full_online_rate
definition_version: v2022
name_vi: Tỷ lệ hồ sơ trực tuyến toàn trình
name_en: Full online dossiers
definition_vi: Tỷ lệ hồ sơ nộp trực tuyến trong số hồ sơ tiếp nhận của thủ tục cung cấp dịch vụ công trực tuyến toàn trình (mức 4).
numerator_vi: Hồ sơ nộp trực tuyến của thủ tục toàn trình
denominator_vi: Hồ sơ tiếp nhận của thủ tục toàn trình
left_out_vi: Hồ sơ của thủ tục chưa rõ mức độ dịch vụ công
group: online_services
unit: percent
direction: higher
max_score: null
scoring: linear
full_marks_at_pct: 100
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: S
valid_from: 2020-01-01
valid_to: null
display_order: 52
caveats_vi: >
  Phần điểm trong 12 điểm dịch vụ công trực tuyến không được công bố (tham số max_score để trống).
*/
select
    count(*) filter (where d.service_level = 4 and d.channel = 2) as numerator,
    count(*) filter (where d.service_level = 4) as denominator,
    count(*) filter (where d.service_level is null) as left_out
from staging.dossier_as_of as d
