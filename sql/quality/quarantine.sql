/*
name: quality.quarantine
title_vi: Dòng bị cách ly
description_vi: >
  Mỗi quy tắc bị vi phạm của một dòng là một dòng ở đây, lời giải thích cho người nhập liệu (với đơn vị: kèm các đơn vị có thể
  là nó, theo danh mục), không có dữ liệu cá nhân.
  resolved_on là ngày giao đầu tiên về sau mà hồ sơ ấy được gửi lại đúng.
grain: [file_name, source_row, rule_id]
materialized: table
*/
with
corrected as (
    select b.source_file, b.source_row, min(v.delivered_on) as resolved_on
    from staging.dossier_broken as b
    inner join marts.fact_dossier_version as v
        on b.dossier_code = v.dossier_code
        and b.source_system = v.source_system
        and v.delivered_on > b.delivered_on
    group by b.source_file, b.source_row
)

select
    b.source_file as file_name,
    b.source_row,
    b.dossier_code,
    r.rule_id,
    r.severity,
    r.message_vi || case
        when r.rule_id in ('unit_unresolved', 'unit_ambiguous') and t.candidates is not null
            then ' Có thể là: ' || t.candidates || '.'
        else ''
    end as message,
    b.delivered_on,
    c.resolved_on,
    b.unit_key
from staging.dossier_broken as b
inner join reference.rule as r on contains(' ' || b.broken || ' ', ' ' || r.rule_id || ' ')
left join corrected as c on b.source_file = c.source_file and b.source_row = c.source_row
left join staging.unit_candidate as t
    on b.unit_ref = t.unit_ref and b.unit_name_key is not distinct from t.unit_name_key and b.on_date = t.on_date
union all
select
    o.source_file as file_name,
    o.source_row,
    cast(null as string) as dossier_code,
    r.rule_id,
    r.severity,
    r.message_vi as message,
    o.delivered_on,
    cast(null as date) as resolved_on,
    cast(null as string) as unit_key
from staging.other_row as o
inner join reference.rule as r on contains(' ' || o.broken || ' ', ' ' || r.rule_id || ' ')
where o.broken is not null
