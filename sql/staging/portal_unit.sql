/*
name: staging.portal_unit
title_vi: Đơn vị của ta trong kết quả của Cổng
description_vi: >
  Đơn vị trong danh mục ứng với mỗi đơn vị Cổng ghi: theo mã cơ quan; không có mã, hoặc mã của tỉnh ta chưa có trong danh mục, thì
  theo tên. Không tra theo tên khi mã, đơn vị cấp trên ghi sau tên, hoặc đơn vị cấp trên của cả tệp là của tỉnh khác.
grain: [source_file, source_row]
materialized: table
*/
with
own_province as (
    select distinct split_part(u.unit_code, '.', 1) as province_prefix
    from reference.units as u
    where u.unit_level = 'province'
),

known_name as (
    select distinct md5(u.name_key) as name_key from reference.units as u
),

asked as (
    select distinct
        p.source_file, p.source_row, p.is_parent, p.on_date, p.unit_ref_code, p.name_ref, p.unit_parent_key
    from staging.portal_row as p
    where p.broken_rules is null
),

matched as (
    select
        a.source_file,
        a.source_row,
        a.is_parent,
        a.unit_ref_code,
        c.unit_key as key_by_code,
        case
            when (a.unit_ref_code is null or o.province_prefix is not null)
                and (a.unit_parent_key is null or k.name_key is not null)
                and n.verdict = 'resolved'
                then n.unit_key
        end as key_by_name
    from asked as a
    left join own_province as o on split_part(a.unit_ref_code, '.', 1) = o.province_prefix
    left join known_name as k on a.unit_parent_key = k.name_key
    left join staging.unit_match as c
        on a.unit_ref_code = c.unit_ref and a.on_date = c.on_date and c.verdict = 'resolved'
    left join staging.unit_match as n on a.name_ref = n.unit_ref and a.on_date = n.on_date
),

foreign_file as (
    select distinct m.source_file
    from matched as m
    where m.is_parent and coalesce(m.key_by_code, m.key_by_name) is null
)

select
    m.source_file,
    m.source_row,
    coalesce(m.key_by_code, case when f.source_file is null then m.key_by_name end) as unit_key
from matched as m
left join foreign_file as f on m.source_file = f.source_file
