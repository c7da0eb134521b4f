/*
indicator_id: reuse_rate
definition_version: v2022
name_vi: Tỷ lệ khai thác, sử dụng lại thông tin, dữ liệu số hóa
name_en: Reuse of digitized data
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ có ít nhất một thành phần được sử dụng lại.
numerator_vi: Hồ sơ có ít nhất một thành phần được tái sử dụng
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: digitization
unit: percent
direction: higher
max_score: 2
scoring: capped
full_marks_at_pct: 80
empty_value_pct: null
empty_score: null
min_denominator: 1
lists_empty_days: true
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 30
caveats_vi: Điểm theo Cổng (đủ điểm từ 80 %); trường DuocTaiSuDung là giả định.
*/
select
    count(*) filter (where d.has_reused_component) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
