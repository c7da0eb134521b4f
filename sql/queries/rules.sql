/*
name: rules
title_vi: Quy tắc bị vi phạm
description_vi: Mỗi quy tắc bị vi phạm ở bao nhiêu dòng và tệp; quy tắc cách ly trước, rồi nhiều dòng trước.
*/
select
    r.rule_id,
    r.severity,
    r.message,
    cast(sum(r.rows_found) as bigint) as rows_found,
    cast(count(distinct r.file_name) as bigint) as files
from quality.rule_result as r
group by r.rule_id, r.severity, r.message
order by r.severity asc nulls last, 4 desc nulls last, r.rule_id asc nulls last
