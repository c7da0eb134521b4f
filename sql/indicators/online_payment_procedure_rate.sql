/*
indicator_id: online_payment_procedure_rate
definition_version: v2022
name_vi: Tỷ lệ TTHC có giao dịch thanh toán trực tuyến
name_en: Procedures with an online payment
definition_vi: Tỷ lệ thủ tục có phí, lệ phí phát sinh hồ sơ trong kỳ mà có ít nhất một hồ sơ thanh toán trực tuyến. Mỗi thủ tục đếm một lần ở mỗi đơn vị, mỗi kỳ; không cộng dồn.
numerator_vi: Thủ tục có phí, lệ phí có giao dịch thanh toán trực tuyến
denominator_vi: Thủ tục có phí, lệ phí có phát sinh hồ sơ
left_out_vi: Hồ sơ của thủ tục chưa rõ có phí, lệ phí hay không
group: payment
unit: percent
direction: higher
additive: false
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
display_order: 72
caveats_vi: >
  Điểm bằng 2,5 × tỷ lệ, tối đa 2. Cổng lấy mẫu số là mọi thủ tục có phí được giao; từ hồ sơ chỉ biết thủ tục có phát sinh.
*/
select
    count(distinct d.procedure_code) filter (where d.has_fee and d.online_payment) as numerator,
    count(distinct d.procedure_code) filter (where d.has_fee) as denominator,
    count(*) filter (where d.has_fee is null) as left_out
from staging.dossier_as_of as d
