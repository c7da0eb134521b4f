/*
name: staging.unit_reference
title_vi: Các cách ghi đơn vị trong dữ liệu giao
description_vi: >
  Mỗi cách ghi đơn vị (mã, đầu mã hồ sơ, tên) và mỗi ngày một dòng, cho đơn vị giải quyết, đơn vị tiếp nhận và đơn vị
  trong kết quả Cổng công bố; được xác định một lần cho mọi dòng dùng chung cách ghi đó.
grain: [unit_ref, on_date]
materialized: table
*/
select distinct
    d.unit_ref,
    d.unit_code,
    case when d.unit_code is null then d.unit_code_prefix end as unit_code_prefix,
    case when d.unit_code is null then d.unit_full_key end as full_key,
    case when d.unit_code is null then d.unit_name_key end as name_key,
    case when d.unit_code is null then d.unit_type_key end as type_key,
    case when d.unit_code is null then d.unit_parent_key end as parent_key,
    d.on_date
from staging.dossier_row as d
union
select distinct
    d.receiving_ref as unit_ref,
    d.receiving_unit_code as unit_code,
    cast(null as string) as unit_code_prefix,
    case when d.receiving_unit_code is null then d.receiving_full_key end as full_key,
    case when d.receiving_unit_code is null then d.receiving_name_key end as name_key,
    case when d.receiving_unit_code is null then d.receiving_type_key end as type_key,
    case when d.receiving_unit_code is null then d.receiving_parent_key end as parent_key,
    d.on_date
from staging.dossier_row as d
where d.receiving_ref is not null
union
select p.unit_ref, p.unit_code, p.unit_code_prefix, p.full_key, p.name_key, p.type_key, p.parent_key, p.on_date
from staging.portal_reference as p
