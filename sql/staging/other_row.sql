/*
name: staging.other_row
title_vi: Dòng của các loại tệp khác hồ sơ
description_vi: >
  Mỗi dòng đã đọc của các tệp không phải hồ sơ (kết quả của Cổng): nạp, cách ly hay lặp lại, vi phạm và cảnh báo gì.
  Sổ nhận tệp, sổ cách ly và kết quả quy tắc lấy từ đây.
grain: [source_file, source_row, row_part]
materialized: view
*/
select
    'portal' as kind,
    p.source_system,
    p.delivered_on,
    p.source_file,
    p.source_row,
    p.figure_no as row_part,
    p.broken_rules as broken,
    p.warnings as warned,
    p.is_repeated
from staging.portal_row as p
