/*
indicator_id: online_payment_rate
definition_version: v2022
name_vi: Tỷ lệ hồ sơ thanh toán trực tuyến
name_en: Dossiers paid online
definition_vi: Tỷ lệ hồ sơ đã thanh toán trực tuyến trong số hồ sơ của thủ tục có phí, lệ phí, trừ hồ sơ mà mọi khoản phí, lệ phí đều bằng 0.
numerator_vi: Hồ sơ đã thanh toán trực tuyến qua Cổng quốc gia hoặc cổng bộ, tỉnh
denominator_vi: Hồ sơ của thủ tục có phí, lệ phí, trừ hồ sơ có phí bằng 0
left_out_vi: Hồ sơ của thủ tục chưa rõ có phí, lệ phí hay không
group: payment
unit: percent
direction: higher
max_score: 6
scoring: linear
full_marks_at_pct: 100
value_decimals: 1
empty_value_pct: null
empty_score: null
min_denominator: 1
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 70
caveats_vi: >
  Hồ sơ của thủ tục có phí mà nguồn không gửi tổng phí vẫn ở trong mẫu số. Giá trị hiển thị 1 chữ số thập phân như Cổng.
*/
select
    count(*) filter (
        where d.has_fee and (d.fee_total is null or d.fee_total > 0) and d.online_payment
    ) as numerator,
    count(*) filter (where d.has_fee and (d.fee_total is null or d.fee_total > 0)) as denominator,
    count(*) filter (where d.has_fee is null) as left_out
from staging.dossier_as_of as d
