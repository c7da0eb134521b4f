/*
name: one_row_per_dossier
title_vi: Mỗi hồ sơ một dòng
description_vi: Mỗi mã hồ sơ chỉ có một dòng, và mỗi hồ sơ từng được nạp đều có mặt.
severity: error
table: marts.fact_dossier
*/
with
current_row as (
    select d.dossier_code, count(*) as rows_found
    from marts.fact_dossier as d
    group by d.dossier_code
),

delivered as (
    select v.dossier_code
    from marts.fact_dossier_version as v
    group by v.dossier_code
)

select
    coalesce(c.dossier_code, v.dossier_code) as dossier_code,
    coalesce(c.rows_found, 0) as rows_found,
    v.dossier_code is not null as was_delivered
from current_row as c
full join delivered as v on c.dossier_code = v.dossier_code
where c.rows_found is distinct from 1 or v.dossier_code is null
order by 1 asc nulls first
