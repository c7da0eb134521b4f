/*
name: staging.peer
title_vi: Nhóm ngang cấp của từng đơn vị
description_vi: Sở, huyện, xã mỗi cấp một nhóm; xã còn thuộc nhóm các xã trong huyện của mình (district:<mã huyện>).
grain: [unit_key, peer_group]
materialized: view
*/
select u.unit_key, u.unit_level as peer_group
from marts.dim_unit as u
where u.unit_level <> 'province'
union all
select u.unit_key, 'district:' || p.unit_code as peer_group
from marts.dim_unit as u
inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key and p.unit_level = 'district'
where u.unit_level = 'commune'
