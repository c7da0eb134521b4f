/*
indicator_id: online_submission_rate
definition_version: v2022
name_vi: Tỷ lệ hồ sơ nộp trực tuyến
name_en: Submitted online
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ được nộp trực tuyến.
numerator_vi: Hồ sơ nộp qua kênh trực tuyến
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: online_services
unit: percent
direction: higher
max_score: null
scoring: capped
full_marks_at_pct: 50
empty_value_pct: null
empty_score: null
min_denominator: 1
lists_empty_days: true
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: S
valid_from: 2020-01-01
valid_to: null
display_order: 50
caveats_vi: Đủ điểm từ 50 %; phần điểm trong 12 điểm dịch vụ công trực tuyến không được công bố.
*/
select
    count(*) filter (where d.channel = 2) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
