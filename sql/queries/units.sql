/*
name: units
title_vi: Danh sách đơn vị
description_vi: Các đơn vị có hiệu lực tại ngày tính - cấp, tên, mã, đơn vị cấp trên - theo bảng chữ cái tiếng Việt trong từng cấp.
*/
select
    u.unit_level,
    u.unit_code,
    u.gso_code,
    u.unit_name,
    p.unit_name as parent_name,
    u.valid_from
from marts.dim_unit as u
left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
where u.is_current
order by
    case u.unit_level when 'province' then 1 when 'department' then 2 when 'district' then 3 else 4 end asc nulls last,
    u.sort_key asc nulls last,
    u.unit_key asc nulls last
