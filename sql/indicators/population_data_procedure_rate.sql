/*
indicator_id: population_data_procedure_rate
definition_version: v2022
name_vi: Tỷ lệ TTHC kết nối dữ liệu dân cư
name_en: Procedures using population data
definition_vi: Tỷ lệ thủ tục của công dân có phát sinh hồ sơ trong kỳ mà có ít nhất một hồ sơ của công dân dùng dữ liệu dân cư. Mỗi thủ tục đếm một lần ở mỗi đơn vị, mỗi kỳ; không cộng dồn.
numerator_vi: Thủ tục có hồ sơ của công dân dùng dữ liệu dân cư
denominator_vi: Thủ tục có hồ sơ của công dân
left_out_vi: Hồ sơ không rõ loại đối tượng
group: digitization
unit: percent
direction: higher
additive: false
max_score: 2
scoring: linear
full_marks_at_pct: 100
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: S
valid_from: 2020-01-01
valid_to: null
display_order: 36
caveats_vi: >
  Cổng lấy mẫu số là mọi thủ tục được giao có đối tượng là công dân; từ hồ sơ chỉ biết thủ tục có phát sinh.
*/
select
    count(distinct d.procedure_code) filter (where d.applicant_kind = 1 and d.uses_population_data) as numerator,
    count(distinct d.procedure_code) filter (where d.applicant_kind = 1) as denominator,
    count(*) filter (where d.applicant_kind is null) as left_out
from staging.dossier_as_of as d
