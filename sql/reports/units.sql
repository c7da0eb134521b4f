/*
name: reports.units
title_vi: Danh sách đơn vị
description_vi: Các đơn vị có hiệu lực tại ngày tính, đơn vị cấp trên và mã.
grain: [Khóa đơn vị]
materialized: view
*/
select
    case u.unit_level
        when 'province' then 'tỉnh'
        when 'department' then 'sở, ngành'
        when 'district' then 'huyện'
        else 'xã'
    end as "Cấp",
    u.unit_name as "Đơn vị",
    u.unit_code as "Mã đơn vị",
    u.gso_code as "Mã GSO",
    p.unit_name as "Đơn vị cấp trên",
    u.valid_from as "Hiệu lực từ",
    u.sort_key as "Khóa sắp xếp",
    u.unit_key as "Khóa đơn vị"
from marts.dim_unit as u
left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
where u.is_current
