/*
name: rows_accounted_for
title_vi: Mọi dòng đều có nơi đến
description_vi: >
  Mỗi tệp: số dòng đọc được phải bằng số dòng nạp + cách ly + lặp lại; tệp bị từ chối có bốn số 0.
  Dòng nêu ra là tệp bị hụt hoặc thừa dòng.
severity: error
table: quality.load_manifest
*/
select
    m.file_name,
    m.status,
    m.rows_read,
    m.rows_loaded,
    m.rows_quarantined,
    m.rows_repeated,
    m.rows_read - m.rows_loaded - m.rows_quarantined - m.rows_repeated as rows_unaccounted
from quality.load_manifest as m
where
    m.rows_read is null
    or m.rows_loaded is null
    or m.rows_quarantined is null
    or m.rows_repeated is null
    or m.rows_read <> m.rows_loaded + m.rows_quarantined + m.rows_repeated
    or (m.status = 'refused' and m.rows_read <> 0)
order by m.file_name asc nulls first
