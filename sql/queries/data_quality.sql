/*
name: data_quality
title_vi: Chất lượng dữ liệu, tổng số
description_vi: Bao nhiêu tệp được nhận, bị từ chối; bao nhiêu dòng đọc, nạp, cách ly, lặp lại; bao nhiêu dòng cách ly đã được gửi lại đúng.
*/
with
fixed as (
    select cast(count(*) as bigint) as rows_resolved
    from (
        select distinct q.file_name, q.source_row from quality.quarantine as q where q.resolved_on is not null
    ) as resolved
)

select
    cast(count(*) filter (where m.status = 'accepted') as bigint) as files_accepted,
    cast(count(*) filter (where m.status <> 'accepted') as bigint) as files_refused,
    cast(coalesce(sum(m.rows_read), 0) as bigint) as rows_read,
    cast(coalesce(sum(m.rows_loaded), 0) as bigint) as rows_loaded,
    cast(coalesce(sum(m.rows_quarantined), 0) as bigint) as rows_quarantined,
    cast(coalesce(sum(m.rows_repeated), 0) as bigint) as rows_repeated,
    max(f.rows_resolved) as rows_resolved,
    min(m.delivered_on) as first_delivered_on,
    max(m.delivered_on) as last_delivered_on,
    coalesce(bool_or(lower(m.file_name) like '%mo-phong%'), false) as has_synthetic_files
from quality.load_manifest as m
cross join fixed as f
