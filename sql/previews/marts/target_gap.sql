/*
name: marts.target_gap
title_vi: Khoảng cách đến chỉ tiêu được giao, lũy kế từ đầu năm
description_vi: >
  Các đơn vị có chỉ tiêu được giao ở ngày tính mới nhất, thiếu nhiều nhất trước. "Còn thiếu" tính bằng điểm phần trăm,
  "Hồ sơ" là số hồ sơ còn phải số hóa hoặc xử lý để đạt.
*/
with
newest as (
    select max(g.as_of_date) as as_of_date from marts.target_gap as g
)

select
    g.unit_name as "Đơn vị",
    g.indicator_id as "Chỉ tiêu",
    g.value_pct as "Giá trị (%)",
    g.target_pct as "Được giao (%)",
    g.gap_pp as "Còn thiếu",
    g.gap_dossiers as "Hồ sơ",
    g.status as "Tình trạng"
from marts.target_gap as g
inner join newest as n on g.as_of_date = n.as_of_date
where g.period_type = 'ytd' and g.target_pct is not null
order by g.gap_pp desc nulls last, g.unit_name asc nulls last, g.indicator_id asc
limit 20
