/*
name: quarantine
title_vi: Dòng bị cách ly còn chờ sửa
description_vi: Dòng bị cách ly chưa được gửi lại đúng - tệp, dòng, quy tắc, cách sửa.
*/
select
    q.delivered_on,
    q.file_name,
    q.source_row,
    q.dossier_code,
    q.rule_id,
    q.message
from quality.quarantine as q
where q.resolved_on is null
order by
    q.delivered_on desc nulls last,
    q.file_name asc nulls last,
    q.source_row asc nulls last,
    q.rule_id asc nulls last
