/*
name: marts.rank_unit
title_vi: Bảng xếp hạng số hóa hồ sơ, lũy kế từ đầu năm
description_vi: >
  Các huyện (từ khi bỏ cấp huyện là các xã) ở ngày tính mới nhất. "Cách đầu" là số
  điểm phần trăm kém đơn vị đứng đầu, "Tăng hạng" là số bậc lên so với kỳ trước.
*/
with
newest as (
    select max(r.as_of_date) as as_of_date from marts.rank_unit as r
),

peer as (
    select max(case when r.peer_group = 'district' then 'district' else 'commune' end) as peer_group
    from marts.rank_unit as r
    inner join newest as n on r.as_of_date = n.as_of_date
    where r.period_type = 'ytd' and r.peer_group in ('district', 'commune')
)

select
    r.rank as "Hạng",
    r.unit_name as "Đơn vị",
    r.numerator as "Tử số",
    r.denominator as "Mẫu số",
    r.value_pct as "Giá trị (%)",
    r.gap_to_first_pp as "Cách đầu",
    r.rank_change as "Tăng hạng",
    coalesce(r.band, r.not_ranked_reason) as "Xếp loại"
from marts.rank_unit as r
inner join newest as n on r.as_of_date = n.as_of_date
inner join peer as p on r.peer_group = p.peer_group
inner join marts.dim_unit as u on r.unit_key = u.unit_key
where r.period_type = 'ytd' and r.indicator_id = 'digitization_rate'
order by r.rank asc nulls last, u.sort_key asc nulls last, r.unit_code asc
