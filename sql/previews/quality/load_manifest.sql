/*
name: quality.load_manifest
title_vi: Tệp theo ngày giao, các ngày gần nhất
description_vi: Số dòng đọc luôn bằng số dòng nạp + cách ly + lặp lại.
*/
select
    m.delivered_on as "Ngày giao",
    cast(count_if(m.status = 'accepted') as bigint) as "Tệp nhận",
    cast(count_if(m.status <> 'accepted') as bigint) as "Tệp từ chối",
    cast(sum(m.rows_read) as bigint) as "Dòng đọc",
    cast(sum(m.rows_loaded) as bigint) as "Dòng nạp",
    cast(sum(m.rows_quarantined) as bigint) as "Dòng cách ly",
    cast(sum(m.rows_repeated) as bigint) as "Dòng lặp lại"
from quality.load_manifest as m
group by m.delivered_on
order by m.delivered_on desc nulls last
