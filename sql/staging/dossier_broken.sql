/*
name: staging.dossier_broken
title_vi: Dòng hồ sơ bị cách ly
description_vi: Mỗi dòng vi phạm ít nhất một quy tắc chặn, kèm cách ghi đơn vị và ngày dùng để tra.
grain: [source_file, source_row]
materialized: table
*/
select
    j.source_file,
    j.source_row,
    j.source_system,
    j.dossier_code,
    j.delivered_on,
    j.unit_key,
    j.unit_ref,
    j.unit_code,
    j.unit_name_key,
    j.on_date,
    j.broken
from staging.dossier_judged as j
where j.broken is not null
