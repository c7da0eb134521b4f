/*
indicator_id: online_payment_offered_rate
definition_version: v2022
name_vi: Tỷ lệ TTHC tích hợp thanh toán trực tuyến
name_en: Procedures offering online payment
definition_vi: Tỷ lệ thủ tục có yêu cầu nghĩa vụ tài chính được tích hợp thanh toán trực tuyến, theo Cổng.
numerator_vi: Thủ tục có phí, lệ phí đã tích hợp thanh toán trực tuyến
denominator_vi: Thủ tục có phí, lệ phí
group: payment
unit: percent
direction: higher
max_score: 2
scoring: capped
full_marks_at_pct: 80
value_decimals: 1
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 74
caveats_vi: >
  Lấy nguyên theo Cổng công bố; không tính lại được từ hồ sơ. Đơn vị Cổng chưa công bố thì không có số.
  Điểm bằng 2,5 × tỷ lệ; mức trần 2 điểm (tại 80 %) là phỏng đoán hợp lý, chưa kiểm chứng.
*/
select
    o.numerator as numerator,
    o.denominator as denominator
from marts.fact_portal_observation as o
