/*
indicator_id: petition_satisfaction_rate
definition_version: v2022
name_vi: Tỷ lệ hài lòng về xử lý phản ánh, kiến nghị
name_en: Satisfaction with petitions
definition_vi: Tỷ lệ phản ánh, kiến nghị tiếp nhận trong kỳ mà người gửi hài lòng.
numerator_vi: Phản ánh, kiến nghị được đánh giá hài lòng
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
display_order: 84
caveats_vi: >
  Không có phản ánh, kiến nghị thì giá trị 0 và đủ 6 điểm (theo Cổng). Chưa đánh giá thì chưa tính là hài lòng.
*/
select
    count(*) filter (where p.is_satisfied) as numerator,
    count(*) as denominator
from staging.petition_as_of as p
