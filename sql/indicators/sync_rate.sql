/*
indicator_id: sync_rate
definition_version: v2022
name_vi: Tỷ lệ đồng bộ hồ sơ lên Cổng Dịch vụ công quốc gia
name_en: Dossiers synchronised
definition_vi: Tỷ lệ hồ sơ được đồng bộ lên Cổng Dịch vụ công quốc gia, theo Cổng.
numerator_vi: Theo Cổng công bố
denominator_vi: Theo Cổng công bố
group: transparency
unit: percent
direction: higher
max_score: 6
scoring: linear
full_marks_at_pct: 100
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 116
caveats_vi: >
  Lấy nguyên theo Cổng công bố; không tính lại được từ hồ sơ. Đơn vị Cổng chưa công bố thì không có số.
  Mẫu số có khi là số tạm của báo cáo quốc gia (TEMP_NATIONAL_REPORT_DENOMINATOR).
*/
select
    o.numerator as numerator,
    o.denominator as denominator
from marts.fact_portal_observation as o
