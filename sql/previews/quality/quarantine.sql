/*
name: quality.quarantine
title_vi: Dòng bị cách ly theo quy tắc
description_vi: Dòng vi phạm nhiều quy tắc được tính ở từng quy tắc; lời giải thích ở reference.rule.
*/
select
    q.rule_id as "Quy tắc",
    count(*) as "Số dòng",
    cast(count_if(q.resolved_on is not null) as bigint) as "Đã được gửi lại đúng"
from quality.quarantine as q
group by q.rule_id
order by count(*) desc nulls last, q.rule_id asc
