/*
name: checks
title_vi: Các phép kiểm tra trước khi công bố
description_vi: Mỗi phép kiểm tra, bảng, kết luận và số dòng không đạt; không đạt trước.
*/
select
    c.check_id,
    c.table_name,
    c.severity,
    c.verdict,
    c.description_vi,
    c.failing_count
from quality.check_result as c
order by
    case when c.verdict = 'passed' then 1 else 0 end asc nulls last,
    c.severity asc nulls last,
    c.table_name asc nulls last,
    c.check_id asc nulls last
