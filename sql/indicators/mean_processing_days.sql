/*
indicator_id: mean_processing_days
definition_version: v2022
name_vi: Thời gian giải quyết trung bình
name_en: Mean processing time
definition_vi: Thời gian trung bình từ tiếp nhận đến kết thúc của hồ sơ đã giải quyết xong, trừ thời gian chờ bổ sung; tính bằng ngày lịch.
numerator_vi: Tổng thời gian giải quyết, giây
denominator_vi: Hồ sơ đã xử lý xong hoặc đã trả kết quả
group: progress
unit: days
direction: lower
max_score: null
scoring: none
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: S
valid_from: 2020-01-01
valid_to: null
display_order: 42
caveats_vi: >
  Không chấm điểm. Tử số tính bằng giây, giá trị tính bằng ngày lịch.
*/
select
    coalesce(sum(d.processing_seconds) filter (where d.status in (9, 10)), 0) as numerator,
    count(*) filter (where d.status in (9, 10) and d.processing_seconds is not null) as denominator
from staging.dossier_as_of as d
