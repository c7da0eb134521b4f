/*
name: reports.broken_rules
title_vi: Quy tắc bị vi phạm
description_vi: Mỗi quy tắc bị vi phạm ở bao nhiêu dòng, bao nhiêu tệp, trong mọi lần giao đến ngày tính.
grain: [Mã quy tắc]
materialized: view
*/
select
    r.rule_id as "Mã quy tắc",
    case r.severity when 'error' then 'cách ly' else 'cảnh báo' end as "Mức độ",
    r.message as "Nội dung",
    cast(sum(r.rows_found) as bigint) as "Số dòng",
    cast(count(distinct r.file_name) as bigint) as "Số tệp"
from quality.rule_result as r
group by r.rule_id, r.severity, r.message
