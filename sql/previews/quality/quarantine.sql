/*
name: quality.quarantine
title_vi: Dòng bị cách ly theo quy tắc
description_vi: Mỗi quy tắc một dòng; một dòng dữ liệu vi phạm nhiều quy tắc được tính ở từng quy tắc.
*/
select
    q.rule_id as "Quy tắc",
    max(q.message) as "Giải thích",
    count(*) as "Số dòng",
    count_if(q.resolved_on is not null) as "Đã được gửi lại đúng"
from quality.quarantine as q
group by q.rule_id
order by count(*) desc nulls last, q.rule_id asc
