/*
indicator_id: digitization_rate
definition_version: v2026
name_vi: Tỷ lệ số hóa hồ sơ
name_en: Digitization of dossiers
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ có ít nhất một tệp thành phần và có kết quả điện tử, hoặc thủ tục không trả kết quả bản giấy.
numerator_vi: Hồ sơ có ít nhất một tệp thành phần và (có kết quả điện tử hoặc thủ tục không trả kết quả bản giấy)
denominator_vi: Hồ sơ tiếp nhận trong kỳ
group: digitization
unit: percent
direction: higher
max_score: 4
scoring: linear
full_marks_at_pct: 100
empty_value_pct: null
empty_score: null
min_denominator: 1
lists_empty_days: true
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: S
valid_from: 2026-01-01
valid_to: null
display_order: 10
caveats_vi: >
  Quy tắc theo nguồn thứ cấp, số điểm theo Cổng. Thủ tục chưa rõ có trả kết quả bản giấy hay không thì coi là có.
  Nguồn không gửi số thành phần thì dùng cờ có thành phần số hóa. Không so với phiên bản v2023.
*/
select
    count(*) filter (
        where coalesce(d.components, cast(d.has_digitized_component as bigint)) >= 1
            and (d.has_e_result or not d.returns_paper_result)
    ) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
