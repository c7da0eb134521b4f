/*
indicator_id: digitization_rate
definition_version: v2023
name_vi: Tỷ lệ số hóa hồ sơ, kết quả giải quyết TTHC
name_en: Digitization of dossiers and results
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ có ít nhất một thành phần hồ sơ được số hóa.
numerator_vi: Hồ sơ có ít nhất một thành phần được số hóa
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: digitization
unit: percent
direction: higher
max_score: null
scoring: none
empty_value_pct: null
empty_score: null
min_denominator: 1
lists_empty_days: true
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022; chỉ tiêu số hóa năm 2023 của tỉnh
evidence: A
valid_from: 2020-01-01
valid_to: 2026-01-01
display_order: 10
caveats_vi: >
  Định nghĩa năm 2023 là giả định của dự án: tỷ lệ 85,40 % cao hơn tỷ lệ kết quả điện tử 62,75 %
  không thể có theo quy tắc về sau (đòi cả kết quả điện tử).
*/
select
    count(*) filter (where d.has_digitized_component) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
