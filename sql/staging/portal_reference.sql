/*
name: staging.portal_reference
title_vi: Các cách ghi đơn vị trong kết quả của Cổng
description_vi: Mỗi mã cơ quan và mỗi tên đơn vị Cổng ghi, ở mỗi ngày dùng để tra, một dòng; mã và tên được tra riêng.
grain: [unit_ref, on_date]
materialized: view
*/
select distinct
    p.unit_ref_code as unit_ref,
    p.unit_ref_code as unit_code,
    cast(null as string) as unit_code_prefix,
    cast(null as string) as full_key,
    cast(null as string) as name_key,
    cast(null as string) as type_key,
    cast(null as string) as parent_key,
    p.on_date
from staging.portal_row as p
where p.unit_ref_code is not null
union
select distinct
    p.name_ref as unit_ref,
    cast(null as string) as unit_code,
    cast(null as string) as unit_code_prefix,
    p.unit_full_key as full_key,
    p.unit_name_key as name_key,
    p.unit_type_key as type_key,
    p.unit_parent_key as parent_key,
    p.on_date
from staging.portal_row as p
where p.name_ref is not null
