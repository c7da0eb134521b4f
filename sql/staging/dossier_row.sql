/*
name: staging.dossier_row
title_vi: Dòng hồ sơ đã đọc
description_vi: >
  Mọi dòng hồ sơ của các lần giao tính đến ngày as_of, tốt hay hỏng, kèm khóa tra đơn vị
  và ngày dùng để tra (ngày tiếp nhận, nếu không có thì ngày nộp, ngày giao).
grain: [source_file, source_row]
materialized: view
*/
with
delivered as (
    select
        d.source_system, d.delivered_on, d.source_file, d.source_row, d.dossier_code, d.other_dossier_code,
        d.procedure_code, d.procedure_code_local, d.procedure_name_key, d.unit_code, d.unit_code_prefix,
        d.unit_name_key, d.unit_type_key, d.unit_parent_key, d.unit_full_key, d.receiving_unit_code,
        d.receiving_name_key, d.receiving_type_key, d.receiving_parent_key, d.receiving_full_key, d.channel,
        d.applicant_kind, d.submitted_at, d.received_at, d.due_at, d.finished_at, d.returned_at,
        d.rejected_at, d.updated_at, d.status, d.components, d.components_digitized, d.components_reused,
        d.components_from_store, d.results, d.has_digitized_component, d.has_e_result, d.has_reused_component,
        d.has_shared_component, d.vneid_authenticated, d.uses_population_data, d.online_payment, d.fee_total,
        d.supplement_requests, d.supplement_open_requests, d.supplement_seconds, d.result_equals_component,
        d.has_sentinel_identity, d.broken_rules, d.warnings
    from lake.dossier as d
    where not exists (
        select 1 from staging.dossier_corrected as c
        where d.source_file = c.source_file and d.source_row = c.source_row
    )
    union all
    select
        c.source_system, c.delivered_on, c.source_file, c.source_row, c.dossier_code, c.other_dossier_code,
        c.procedure_code, c.procedure_code_local, c.procedure_name_key, c.unit_code, c.unit_code_prefix,
        c.unit_name_key, c.unit_type_key, c.unit_parent_key, c.unit_full_key, c.receiving_unit_code,
        c.receiving_name_key, c.receiving_type_key, c.receiving_parent_key, c.receiving_full_key, c.channel,
        c.applicant_kind, c.submitted_at, c.received_at, c.due_at, c.finished_at, c.returned_at,
        c.rejected_at, c.updated_at, c.status, c.components, c.components_digitized, c.components_reused,
        c.components_from_store, c.results, c.has_digitized_component, c.has_e_result, c.has_reused_component,
        c.has_shared_component, c.vneid_authenticated, c.uses_population_data, c.online_payment, c.fee_total,
        c.supplement_requests, c.supplement_open_requests, c.supplement_seconds, c.result_equals_component,
        c.has_sentinel_identity, c.broken_rules, c.warnings
    from staging.dossier_corrected as c
)

select
    d.source_system,
    d.delivered_on,
    d.source_file,
    d.source_row,
    d.dossier_code,
    d.other_dossier_code,
    d.procedure_code,
    d.procedure_code_local,
    d.procedure_name_key,
    d.unit_code,
    nullif(d.unit_code_prefix, '') as unit_code_prefix,
    nullif(d.unit_name_key, '') as unit_name_key,
    nullif(d.unit_type_key, '') as unit_type_key,
    nullif(d.unit_parent_key, '') as unit_parent_key,
    nullif(d.unit_full_key, '') as unit_full_key,
    d.receiving_unit_code,
    nullif(d.receiving_name_key, '') as receiving_name_key,
    nullif(d.receiving_type_key, '') as receiving_type_key,
    nullif(d.receiving_parent_key, '') as receiving_parent_key,
    nullif(d.receiving_full_key, '') as receiving_full_key,
    case
        when d.unit_code is not null then d.unit_code
        else
            coalesce(d.unit_code_prefix, '') || '|' || coalesce(d.unit_full_key, '')
            || '|' || coalesce(d.unit_parent_key, '')
    end as unit_ref,
    case
        when d.receiving_unit_code is not null then d.receiving_unit_code
        when d.receiving_full_key <> ''
            then '||' || d.receiving_full_key || '|' || coalesce(d.receiving_parent_key, '')
    end as receiving_ref,
    cast(coalesce(d.received_at, d.submitted_at, cast(d.delivered_on as timestamp)) as date) as on_date,
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
    d.broken_rules,
    d.warnings
from delivered as d
cross join staging.run as r
where d.delivered_on <= r.as_of_date
