/*
name: quality.rule_result
title_vi: Kết quả từng quy tắc
description_vi: Mỗi quy tắc, hệ thống nguồn, tệp và ngày giao - bao nhiêu dòng vi phạm hoặc bị cảnh báo.
grain: [rule_id, file_name]
materialized: table
*/
with
warned as (
    select v.source_system, v.source_file, v.delivered_on, v.warnings, count(*) as rows_found
    from marts.fact_dossier_version as v
    where v.warnings is not null
    group by v.source_system, v.source_file, v.delivered_on, v.warnings
),

counted as (
    select w.source_system, w.source_file, w.delivered_on, r.rule_id, cast(sum(w.rows_found) as bigint) as rows_found
    from warned as w
    inner join reference.rule as r on contains(' ' || w.warnings || ' ', ' ' || r.rule_id || ' ')
    group by w.source_system, w.source_file, w.delivered_on, r.rule_id
    union all
    select m.source_system, q.file_name as source_file, q.delivered_on, q.rule_id, count(*) as rows_found
    from quality.quarantine as q
    inner join quality.load_manifest as m on q.file_name = m.file_name
    group by m.source_system, q.file_name, q.delivered_on, q.rule_id
)

select
    c.rule_id,
    r.severity,
    r.message_vi as message,
    c.source_system,
    c.source_file as file_name,
    c.delivered_on,
    c.rows_found
from counted as c
inner join reference.rule as r on c.rule_id = r.rule_id
