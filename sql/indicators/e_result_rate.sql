/*
indicator_id: e_result_rate
definition_version: v2022
name_vi: Tỷ lệ cấp kết quả điện tử
name_en: Electronic results
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ có kết quả điện tử (có mã giấy tờ kết quả và có tệp kết quả).
numerator_vi: Hồ sơ có mã kết quả và tệp kết quả điện tử
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: digitization
unit: percent
direction: higher
max_score: 6
scoring: linear
full_marks_at_pct: 100
empty_value_pct: null
empty_score: null
min_denominator: 1
lists_empty_days: true
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 20
caveats_vi: >
  Mẫu số là mọi hồ sơ tiếp nhận như Cổng công bố; văn bản hướng dẫn ghi chỉ các thủ tục có trả kết quả bản giấy.
*/
select
    count(*) filter (where d.has_e_result) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
