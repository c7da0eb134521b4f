/*
indicator_id: e_certified_copy_rate
definition_version: v2022
name_vi: Tỷ lệ chứng thực bản sao điện tử từ bản chính
name_en: Electronic certified copies
definition_vi: Tỷ lệ chứng thực bản sao điện tử từ bản chính, theo Cổng.
numerator_vi: Theo Cổng công bố
denominator_vi: Theo Cổng công bố
group: digitization
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
display_order: 38
caveats_vi: >
  Lấy nguyên theo Cổng công bố; không tính lại được từ hồ sơ. Đơn vị Cổng chưa công bố thì không có số.
  Cổng không cho tử số, mẫu số.
*/
select
    o.numerator as numerator,
    o.denominator as denominator
from marts.fact_portal_observation as o
