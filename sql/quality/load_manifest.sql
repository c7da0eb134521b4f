/*
name: quality.load_manifest
title_vi: Sổ nhận tệp
description_vi: >
  Mỗi tệp của vùng tiếp nhận một dòng: đọc bao nhiêu dòng, nạp, cách ly, lặp lại bao nhiêu; hoặc bị từ chối vì sao.
  Số dòng đọc luôn bằng nạp + cách ly + lặp lại.
grain: [file_name]
materialized: table
*/
with
loaded as (
    select v.source_file, count(*) as rows_loaded
    from marts.fact_dossier_version as v
    group by v.source_file
    union all
    select o.source_file, count(*) as rows_loaded
    from staging.other_row as o
    where o.broken is null and not o.is_repeated
    group by o.source_file
),

quarantined as (
    select q.file_name, count(distinct q.source_row) as rows_quarantined
    from quality.quarantine as q
    group by q.file_name
),

repeated as (
    select h.source_file, count(*) as rows_repeated
    from staging.dossier_history as h
    where h.is_repeated
    group by h.source_file
    union all
    select o.source_file, count(*) as rows_repeated
    from staging.other_row as o
    where o.broken is null and o.is_repeated
    group by o.source_file
)

select
    f.file_name,
    f.sha256,
    f.delivered_on,
    f.source_system,
    f.format,
    f.encoding,
    cast(f.rows_read as bigint) as rows_read,
    cast(coalesce(l.rows_loaded, 0) as bigint) as rows_loaded,
    cast(coalesce(q.rows_quarantined, 0) as bigint) as rows_quarantined,
    cast(coalesce(p.rows_repeated, 0) as bigint) as rows_repeated,
    f.status,
    f.message,
    f.loaded_at,
    f.kind
from lake.file as f
cross join staging.run as r
left join loaded as l on f.file_name = l.source_file
left join quarantined as q on f.file_name = q.file_name
left join repeated as p on f.file_name = p.source_file
where f.delivered_on <= r.as_of_date
