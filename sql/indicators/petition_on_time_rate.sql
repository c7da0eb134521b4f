/*
indicator_id: petition_on_time_rate
definition_version: v2022
name_vi: Tỷ lệ xử lý phản ánh, kiến nghị đúng hạn
name_en: Petitions handled on time
definition_vi: Tỷ lệ phản ánh, kiến nghị tiếp nhận trong kỳ được trả lời đúng hạn hoặc còn trong hạn tại ngày tính.
numerator_vi: Phản ánh, kiến nghị trả lời đúng hạn hoặc còn trong hạn
denominator_vi: Phản ánh, kiến nghị tiếp nhận trong kỳ
group: satisfaction
unit: percent
direction: higher
max_score: 6
scoring: linear
full_marks_at_pct: 100
empty_value_pct: 0
empty_score: 6
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 82
caveats_vi: >
  Không có phản ánh, kiến nghị thì giá trị 0 và đủ 6 điểm (theo Cổng). Chỉ tính khi đã nhận tệp phản ánh, kiến nghị.
*/
select
    count(*) filter (where p.is_on_time) as numerator,
    count(*) as denominator
from staging.petition_as_of as p
