/*
name: reports.province_rates
title_vi: Tỷ lệ toàn tỉnh
description_vi: >
  Mỗi chỉ tiêu, mỗi kỳ của toàn tỉnh tại ngày tính gần nhất, cạnh chỉ tiêu được giao. Toàn tỉnh là tổng tử số chia tổng
  mẫu số của mọi đơn vị, không phải trung bình các huyện.
grain: [Ngày tính, Loại kỳ, Ngày đầu kỳ, Mã đơn vị, Mã chỉ tiêu]
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
    g.unit_code as "Mã đơn vị",
    g.unit_name as "Đơn vị",
    g.indicator_id as "Mã chỉ tiêu",
    i.name_vi as "Chỉ tiêu",
    g.numerator as "Tử số",
    g.denominator as "Mẫu số",
    g.value_pct as "Giá trị",
    case when i.unit = 'days' then 'ngày' else '%' end as "Đơn vị tính",
    g.target_pct as "Chỉ tiêu giao (%)",
    g.gap_pp as "Còn thiếu (điểm phần trăm)",
    g.gap_dossiers as "Còn thiếu (hồ sơ)"
from marts.target_gap as g
inner join newest as n on g.as_of_date = n.as_of_date
inner join marts.dim_indicator as i
    on g.indicator_id = i.indicator_id
    and g.period_start >= i.valid_from
    and (i.valid_to is null or g.period_start < i.valid_to)
where g.unit_level = 'province'
