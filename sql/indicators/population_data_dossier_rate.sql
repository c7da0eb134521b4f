/*
indicator_id: population_data_dossier_rate
definition_version: v2022
name_vi: Tỷ lệ hồ sơ dùng dữ liệu dân cư
name_en: Dossiers using population data
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ mà người nộp đã xác thực VNeID hoặc hồ sơ có kết nối cơ sở dữ liệu dân cư.
numerator_vi: Hồ sơ xác thực VNeID hoặc dùng cơ sở dữ liệu dân cư
denominator_vi: Hồ sơ tiếp nhận trong kỳ
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
display_order: 34
caveats_vi: >
  Nguồn không ghi xác thực hay kết nối thì tính là không dùng.
*/
select
    count(*) filter (where d.uses_population_data) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
