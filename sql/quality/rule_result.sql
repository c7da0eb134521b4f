/*
name: quality.rule_result
title_vi: Kết quả từng quy tắc
description_vi: >
  Mỗi quy tắc, hệ thống nguồn, đơn vị, ngày giao và tệp - bao nhiêu dòng vi phạm hoặc bị cảnh báo. Đơn vị trống là chưa
  xác định được đơn vị. Từng hồ sơ ở reports.flagged_dossiers và quality.quarantine.
grain: [rule_id, file_name, unit_key]
materialized: table
*/
with
warned as (
    select v.source_system, v.unit_key, v.source_file, v.delivered_on, v.warnings, count(*) as rows_found
    from marts.fact_dossier_version as v
    where v.warnings is not null
    group by v.source_system, v.unit_key, v.source_file, v.delivered_on, v.warnings
    union all
    select
        o.source_system,
        cast(null as string) as unit_key,
        o.source_file,
        o.delivered_on,
        o.warned as warnings,
        count(*) as rows_found
    from staging.other_row as o
    where o.warned is not null and o.broken is null and not o.is_repeated
    group by o.source_system, o.source_file, o.delivered_on, o.warned
),

combination as (
    select w.warnings, r.rule_id
    from (select distinct w.warnings from warned as w) as w
    inner join reference.rule as r on contains(' ' || w.warnings || ' ', ' ' || r.rule_id || ' ')
),

counted as (
    select
        w.source_system,
        w.unit_key,
        w.source_file,
        w.delivered_on,
        c.rule_id,
        cast(sum(w.rows_found) as bigint) as rows_found
    from warned as w
    inner join combination as c on w.warnings = c.warnings
    group by w.source_system, w.unit_key, w.source_file, w.delivered_on, c.rule_id
    union all
    select d.source_system, d.unit_key, d.source_file, d.delivered_on, d.rule_id, count(*) as rows_found
    from quality.distortion as d
    group by d.source_system, d.unit_key, d.source_file, d.delivered_on, d.rule_id
    union all
    select
        m.source_system,
        q.unit_key,
        q.file_name as source_file,
        q.delivered_on,
        q.rule_id,
        count(*) as rows_found
    from quality.quarantine as q
    inner join quality.load_manifest as m on q.file_name = m.file_name
    group by m.source_system, q.unit_key, q.file_name, q.delivered_on, q.rule_id
)

select
    c.rule_id,
    r.severity,
    r.message_vi as message,
    c.source_system,
    c.unit_key,
    c.source_file as file_name,
    c.delivered_on,
    c.rows_found
from counted as c
inner join reference.rule as r on c.rule_id = r.rule_id
