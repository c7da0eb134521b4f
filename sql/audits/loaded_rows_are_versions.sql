/*
name: loaded_rows_are_versions
title_vi: Dòng đã nạp là phiên bản hồ sơ
description_vi: >
  Số phiên bản hồ sơ lấy từ mỗi tệp phải bằng rows_loaded của tệp ấy trong sổ nhận tệp.
severity: error
table: marts.fact_dossier_version
*/
with
version as (
    select v.source_file, count(*) as versions
    from marts.fact_dossier_version as v
    group by v.source_file
)

select
    coalesce(m.file_name, v.source_file) as file_name,
    m.rows_loaded,
    coalesce(v.versions, 0) as versions
from quality.load_manifest as m
full join version as v on m.file_name = v.source_file
where coalesce(m.kind, 'dossier') = 'dossier' and m.rows_loaded is distinct from coalesce(v.versions, 0)
order by 1 asc nulls first
