/*
indicator_id: transparency_complete
definition_version: v2022
name_vi: Công khai đầy đủ nội dung TTHC
name_en: Procedures published in full
definition_vi: Tỷ lệ thủ tục hành chính công khai đầy đủ nội dung, theo Cổng.
numerator_vi: Theo Cổng công bố
denominator_vi: Theo Cổng công bố
group: transparency
unit: percent
direction: higher
max_score: 2
scoring: linear
full_marks_at_pct: 100
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 114
caveats_vi: >
  Lấy nguyên theo Cổng công bố; không tính lại được từ hồ sơ. Đơn vị Cổng chưa công bố thì không có số.
  Sở, ngành lặp lại số của tỉnh: các phần không cộng lại thành toàn thể.
*/
select
    o.numerator as numerator,
    o.denominator as denominator
from marts.fact_portal_observation as o
