/*
name: reports.ranking
title_vi: Bảng xếp hạng
description_vi: >
  Xếp hạng mọi chỉ tiêu, mọi kỳ trong từng nhóm ngang cấp tại ngày tính gần nhất, kèm đơn vị không xếp hạng và lý do.
  Lọc theo "Loại kỳ", "Nhóm" và "Mã chỉ tiêu".
grain: [Ngày tính, Loại kỳ, Ngày đầu kỳ, Mã chỉ tiêu, Nhóm, Khóa đơn vị]
materialized: view
*/
with
newest as (
    select max(r.as_of_date) as as_of_date from marts.rank_unit as r
)

select
    r.as_of_date as "Ngày tính",
    case r.period_type
        when 'day' then 'ngày'
        when 'week' then 'tuần'
        when 'month' then 'tháng'
        when 'quarter' then 'quý'
        when 'half' then '6 tháng'
        when 'year' then 'năm'
        else 'lũy kế'
    end as "Loại kỳ",
    r.period_start as "Ngày đầu kỳ",
    r.indicator_id as "Mã chỉ tiêu",
    i.name_vi as "Chỉ tiêu",
    case r.peer_group
        when 'department' then 'sở, ngành'
        when 'district' then 'huyện'
        when 'commune' then 'xã'
        else 'xã trong huyện ' || split_part(r.peer_group, ':', 2)
    end as "Nhóm",
    r.rank as "Thứ hạng",
    r.is_joint as "Đồng hạng",
    r.peers_ranked as "Số đơn vị xếp hạng",
    r.unit_code as "Mã đơn vị",
    r.unit_name as "Đơn vị",
    r.numerator as "Tử số",
    r.denominator as "Mẫu số",
    r.value_pct as "Giá trị",
    case when i.unit = 'days' then 'ngày' else '%' end as "Đơn vị tính",
    r.rank_previous as "Thứ hạng kỳ trước",
    r.rank_change as "Thay đổi thứ hạng",
    r.value_change_pp as "Thay đổi (điểm phần trăm)",
    r.gap_to_above_pp as "Cách hạng trên (điểm phần trăm)",
    r.gap_to_first_pp as "Cách hạng nhất (điểm phần trăm)",
    r.band as "Xếp loại",
    r.not_ranked_reason as "Lý do không xếp hạng",
    r.score as "Điểm",
    r.max_score as "Điểm tối đa",
    r.is_partial as "Điểm một phần",
    r.not_compared_reason as "Lý do không so kỳ trước",
    r.unit_key as "Khóa đơn vị"
from marts.rank_unit as r
inner join newest as n on r.as_of_date = n.as_of_date
inner join marts.dim_indicator as i
    on r.indicator_id = i.indicator_id and r.definition_version = i.definition_version
