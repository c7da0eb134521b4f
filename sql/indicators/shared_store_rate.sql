/*
indicator_id: shared_store_rate
definition_version: v2022
name_vi: Tỷ lệ hồ sơ kết nối, chia sẻ, tái sử dụng từ kho dữ liệu điện tử
name_en: Components from the shared personal store
definition_vi: Tỷ lệ hồ sơ tiếp nhận trong kỳ có ít nhất một thành phần lấy từ kho dữ liệu điện tử của tổ chức, cá nhân.
numerator_vi: Hồ sơ có ít nhất một thành phần lấy từ kho dữ liệu điện tử (DuocLayTuKhoDMQG = 1)
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
legal_basis: Quyết định 766/QĐ-TTg ngày 23/6/2022
evidence: P
valid_from: 2020-01-01
valid_to: null
display_order: 32
caveats_vi: >
  Chỉ tin đồng bộ và bản xuất có cột kho dữ liệu mới cho biết; nguồn không ghi thì tính là không.
*/
select
    count(*) filter (where d.has_shared_component) as numerator,
    count(*) as denominator
from staging.dossier_as_of as d
