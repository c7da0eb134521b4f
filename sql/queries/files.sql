/*
name: files
title_vi: Sổ nhận tệp
description_vi: Mỗi tệp đã giao - tệp bị từ chối và tệp có dòng cách ly trước, rồi mới nhất trước.
*/
select
    m.delivered_on,
    m.file_name,
    m.source_system,
    m.status,
    m.rows_read,
    m.rows_loaded,
    m.rows_quarantined,
    m.rows_repeated,
    m.message
from quality.load_manifest as m
order by
    case when m.status = 'accepted' then 1 else 0 end asc nulls last,
    case when m.rows_quarantined > 0 then 0 else 1 end asc nulls last,
    m.delivered_on desc nulls last,
    m.file_name asc nulls last
