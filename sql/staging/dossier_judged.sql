/*
name: staging.dossier_judged
title_vi: Dòng hồ sơ đã xét theo danh mục
description_vi: >
  Dòng hồ sơ sau khi đối chiếu danh mục đơn vị và thủ tục: đơn vị, thủ tục xác định được,
  mọi quy tắc bị vi phạm (broken) và mọi cảnh báo (warned), cách nhau bằng dấu cách.
grain: [source_file, source_row]
materialized: view
*/
with
listed as (
    select distinct p.procedure_code from reference.procedures as p
),

named as (
    select md5(p.name_key) as name_key, min(p.procedure_code) as procedure_code
    from reference.procedures as p
    where p.name_key is not null
    group by p.name_key
    having count(distinct p.procedure_code) = 1
)

select
    d.source_system,
    d.delivered_on,
    d.source_file,
    d.source_row,
    d.unit_ref,
    d.unit_code,
    d.unit_name_key,
    d.on_date,
    d.dossier_code,
    d.other_dossier_code,
    case when u.verdict = 'resolved' then u.unit_key end as unit_key,
    case when v.verdict = 'resolved' then v.unit_key end as receiving_unit_key,
    coalesce(d.procedure_code, n.procedure_code) as procedure_code,
    d.procedure_code_local,
    d.channel,
    d.applicant_kind,
    d.submitted_at,
    d.received_at,
    d.due_at,
    d.finished_at,
    d.returned_at,
    d.rejected_at,
    d.updated_at,
    d.status,
    d.components,
    d.components_digitized,
    d.components_reused,
    d.components_from_store,
    d.results,
    d.has_digitized_component,
    d.has_e_result,
    d.has_reused_component,
    d.has_shared_component,
    d.vneid_authenticated,
    d.uses_population_data,
    d.online_payment,
    d.fee_total,
    d.supplement_requests,
    d.supplement_open_requests,
    d.supplement_seconds,
    d.result_equals_component,
    d.has_sentinel_identity,
    case
        when d.updated_at is null or d.updated_at >= cast(d.delivered_on + interval 2 day as timestamp)
            then cast(d.delivered_on + interval 1 day as timestamp) - interval 1 second
        else d.updated_at
    end as version_at,
    nullif(
        concat_ws(
            ' ',
            d.broken_rules,
            case when u.verdict = 'unresolved' then 'unit_unresolved' end,
            case when u.verdict = 'ambiguous' then 'unit_ambiguous' end,
            case when d.procedure_code is null and n.procedure_code is null then 'procedure_missing' end
        ),
        ''
    ) as broken,
    nullif(
        concat_ws(
            ' ',
            d.warnings,
            case when u.verdict = 'resolved' and not u.is_valid_on_date then 'unit_not_valid_on_date' end,
            case when d.receiving_ref is not null and v.verdict <> 'resolved' then 'receiving_unit_unresolved' end,
            case when d.procedure_code is not null and l.procedure_code is null then 'procedure_unlisted' end
        ),
        ''
    ) as warned
from staging.dossier_row as d
inner join staging.unit_match as u on d.unit_ref = u.unit_ref and d.on_date = u.on_date
left join staging.unit_match as v on d.receiving_ref = v.unit_ref and d.on_date = v.on_date
left join listed as l on d.procedure_code = l.procedure_code
left join named as n on d.procedure_code is null and d.procedure_name_key = n.name_key
