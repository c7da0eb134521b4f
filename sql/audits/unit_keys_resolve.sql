/*
name: unit_keys_resolve
title_vi: Mọi khóa đơn vị có trong danh mục
description_vi: Mỗi khóa đơn vị (giải quyết, tiếp nhận, cấp trên) trong các bảng phải là một dòng của danh mục đơn vị.
severity: error
table: marts.dim_unit
*/
with
used as (
    select distinct 'marts.fact_dossier.unit_key' as used_in, d.unit_key from marts.fact_dossier as d
    union all
    select distinct 'marts.fact_dossier.receiving_unit_key' as used_in, d.receiving_unit_key as unit_key
    from marts.fact_dossier as d
    where d.receiving_unit_key is not null
    union all
    select distinct 'marts.fact_dossier_version.unit_key' as used_in, v.unit_key from marts.fact_dossier_version as v
    union all
    select distinct 'marts.fact_indicator.unit_key' as used_in, f.unit_key from marts.fact_indicator as f
    union all
    select distinct 'marts.rank_unit.unit_key' as used_in, r.unit_key from marts.rank_unit as r
    union all
    select distinct 'marts.target_gap.unit_key' as used_in, g.unit_key from marts.target_gap as g
    union all
    select distinct 'marts.dim_unit.parent_unit_key' as used_in, p.parent_unit_key as unit_key
    from marts.dim_unit as p
    where p.parent_unit_key is not null
)

select s.used_in, s.unit_key
from used as s
where not exists (select u.unit_key from marts.dim_unit as u where u.unit_key = s.unit_key)
order by 1 asc nulls first, 2 asc nulls first
