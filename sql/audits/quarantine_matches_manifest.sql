/*
name: quarantine_matches_manifest
title_vi: Sổ cách ly khớp sổ nhận tệp
description_vi: >
  Số dòng khác nhau của mỗi tệp trong sổ cách ly phải bằng rows_quarantined của tệp ấy trong sổ nhận tệp.
severity: error
table: quality.quarantine
*/
with
quarantined as (
    select q.file_name, count(distinct q.source_row) as rows_listed
    from quality.quarantine as q
    group by q.file_name
)

select
    coalesce(m.file_name, q.file_name) as file_name,
    m.rows_quarantined,
    coalesce(q.rows_listed, 0) as rows_listed
from quality.load_manifest as m
full join quarantined as q on m.file_name = q.file_name
where m.rows_quarantined is distinct from coalesce(q.rows_listed, 0)
order by 1 asc nulls first
