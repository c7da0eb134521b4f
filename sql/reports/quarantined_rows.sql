/*
name: reports.quarantined_rows
title_vi: Dòng bị cách ly cần sửa
description_vi: >
  Mỗi quy tắc bị vi phạm của một dòng bị cách ly, tệp nào, dòng nào, sửa thế nào; "Đã sửa ngày" trống là còn chờ sửa.
grain: [Tệp, Dòng, Mã quy tắc]
materialized: view
*/
select
    q.delivered_on as "Ngày giao",
    q.file_name as "Tệp",
    q.source_row as "Dòng",
    q.dossier_code as "Mã hồ sơ",
    q.rule_id as "Mã quy tắc",
    q.message as "Cách sửa",
    q.resolved_on as "Đã sửa ngày"
from quality.quarantine as q
