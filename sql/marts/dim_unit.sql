/*
name: marts.dim_unit
title_vi: Đơn vị theo thời gian
description_vi: >
  Mỗi đơn vị và mỗi giai đoạn hiệu lực một dòng. Mã đơn vị là mã định danh điện tử; nơi chưa công bố dùng
  mã tạm H02.<mã GSO>. Đơn vị cấp trên lấy theo đầu giai đoạn.
grain: [unit_key]
materialized: table
*/
with
parent_version as (
    select
        u.unit_key,
        p.unit_key as parent_unit_key,
        row_number() over (
            partition by u.unit_key
            order by case when p.valid_from <= u.valid_from then 1 else 0 end desc nulls last, p.valid_from asc nulls last
        ) as choice
    from reference.units as u
    inner join reference.units as p
        on u.parent_unit_code = p.unit_code
        and (u.valid_to is null or p.valid_from < u.valid_to)
        and (p.valid_to is null or p.valid_to > u.valid_from)
)

select
    u.unit_key,
    case
        when u.gso_code is not null and u.unit_code like '%.' || u.gso_code then 'placeholder'
        else 'agency'
    end as code_system,
    u.unit_code,
    u.gso_code,
    u.unit_name,
    u.unit_level,
    p.parent_unit_key,
    u.province_code,
    u.valid_from,
    u.valid_to,
    u.valid_from <= r.as_of_date and (u.valid_to is null or u.valid_to > r.as_of_date) as is_current,
    u.sort_key
from reference.units as u
cross join staging.run as r
left join parent_version as p on u.unit_key = p.unit_key and p.choice = 1
