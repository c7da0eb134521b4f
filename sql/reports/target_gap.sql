/*
name: reports.target_gap
title_vi: Khoảng cách đến chỉ tiêu
description_vi: >
  Giá trị, chỉ tiêu được giao và phần còn thiếu của mỗi đơn vị, mỗi kỳ tại ngày tính gần nhất; chỉ những đơn vị và
  chỉ tiêu có giao chỉ tiêu.
grain: [Ngày tính, Loại kỳ, Ngày đầu kỳ, Mã chỉ tiêu, Khóa đơn vị]
materialized: view
*/
with
newest as (
    select max(g.as_of_date) as as_of_date from marts.target_gap as g
)

select
    g.as_of_date as "Ngày tính",
    case g.period_type
        when 'day' then 'ngày'
        when 'week' then 'tuần'
        when 'month' then 'tháng'
        when 'quarter' then 'quý'
        when 'half' then '6 tháng'
        when 'year' then 'năm'
        else 'lũy kế'
    end as "Loại kỳ",
    g.period_start as "Ngày đầu kỳ",
    g.indicator_id as "Mã chỉ tiêu",
    case g.unit_level
        when 'province' then 'tỉnh'
        when 'department' then 'sở, ngành'
        when 'district' then 'huyện'
        else 'xã'
    end as "Cấp",
    g.unit_code as "Mã đơn vị",
    g.unit_name as "Đơn vị",
    g.numerator as "Tử số",
    g.denominator as "Mẫu số",
    g.value_pct as "Giá trị (%)",
    g.target_pct as "Chỉ tiêu giao (%)",
    g.gap_pp as "Còn thiếu (điểm phần trăm)",
    g.gap_dossiers as "Còn thiếu (hồ sơ)",
    case g.status
        when 'met' then 'đã đạt'
        when 'on_track' then 'đúng tiến độ'
        when 'at_risk' then 'có nguy cơ không đạt'
        when 'off_track' then 'chậm tiến độ'
        when 'unreachable' then 'không thể đạt nếu không số hóa hồ sơ đã qua'
        else 'còn thiếu'
    end as "Tình trạng",
    g.unit_key as "Khóa đơn vị"
from marts.target_gap as g
inner join newest as n on g.as_of_date = n.as_of_date
where g.status <> 'no_target'
