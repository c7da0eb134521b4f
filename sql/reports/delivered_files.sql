/*
name: reports.delivered_files
title_vi: Chất lượng dữ liệu theo tệp
description_vi: Mỗi tệp đã giao một dòng - đọc, nạp, cách ly, lặp lại bao nhiêu dòng, hoặc vì sao bị từ chối.
grain: [Tệp]
materialized: view
*/
select
    m.delivered_on as "Ngày giao",
    m.file_name as "Tệp",
    m.source_system as "Hệ thống nguồn",
    case m.status when 'accepted' then 'đã nhận' else 'từ chối' end as "Kết quả",
    m.rows_read as "Dòng đọc",
    m.rows_loaded as "Dòng nạp",
    m.rows_quarantined as "Dòng cách ly",
    m.rows_repeated as "Dòng lặp lại",
    m.message as "Ghi chú"
from quality.load_manifest as m
