/*
name: reports.flagged_dossiers
title_vi: Từng hồ sơ bị cảnh báo
description_vi: >
  Mỗi cảnh báo của mỗi phiên bản hồ sơ đã nạp một dòng, kể cả quy tắc so nhiều hồ sơ với nhau. Lọc theo "Mã quy tắc", "Đơn vị",
  "Hệ thống nguồn", "Ngày giao" thì được đúng số dòng của quality.rule_result.
grain: [Mã quy tắc, Tệp, Dòng]
materialized: view
*/
with
flagged as (
    select r.rule_id, v.dossier_code, v.source_system, v.unit_key, v.delivered_on, v.source_file, v.source_row
    from marts.fact_dossier_version as v
    inner join reference.rule as r on contains(' ' || v.warnings || ' ', ' ' || r.rule_id || ' ')
    union all
    select d.rule_id, d.dossier_code, d.source_system, d.unit_key, d.delivered_on, d.source_file, d.source_row
    from quality.distortion as d
)

select
    f.rule_id as "Mã quy tắc",
    f.dossier_code as "Mã hồ sơ",
    u.unit_code as "Mã đơn vị",
    u.unit_name as "Đơn vị",
    f.source_system as "Hệ thống nguồn",
    f.delivered_on as "Ngày giao",
    f.source_file as "Tệp",
    f.source_row as "Dòng",
    r.message_vi as "Nội dung"
from flagged as f
inner join reference.rule as r on f.rule_id = r.rule_id
left join marts.dim_unit as u on f.unit_key = u.unit_key
