/*
name: corrections_apply
title_vi: Mọi bản sửa theo quyết định còn áp dụng được
description_vi: >
  Bản sửa của corrections.csv đã hết hạn, hoặc giá trị cũ không còn trong dữ liệu giao mới nhất, thì không áp dụng và được nêu ở đây cho
  đến khi bỏ hoặc gia hạn dòng ấy.
severity: warning
table: quality.correction_result
*/
select
    c.correction_no,
    c.source_system,
    c.dossier_code,
    c.field,
    c.valid_until,
    c.verdict
from quality.correction_result as c
where c.verdict <> 'applied'
order by c.correction_no asc nulls first
