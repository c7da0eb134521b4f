/*
indicator_id: on_time_rate
definition_version: v2022
name_vi: Tỷ lệ xử lý hồ sơ trước hạn, đúng hạn
name_en: Processed on time
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ được giải quyết trước hạn, đúng hạn hoặc còn trong hạn tại ngày tính.
numerator_vi: Hồ sơ trước hạn, đúng hạn hoặc còn trong hạn
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: progress
unit: percent
direction: higher
max_score: 20
scoring: linear
full_marks_at_pct: 100
empty_value_pct: 0
empty_score: 0
min_denominator: 1
lists_empty_days: true
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 40
caveats_vi: Quy tắc đúng hạn theo nguồn thứ cấp; hạn chỉ ghi ngày được tính đến hết ngày.
*/
select
    count(*) filter (where d.is_on_time) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
