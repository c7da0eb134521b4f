/*
name: staging.dossier_corrected
title_vi: Dòng hồ sơ sau khi sửa theo quyết định
description_vi: >
  Các dòng mà corrections.csv sửa, với giá trị đúng thay giá trị cũ và cảnh báo value_corrected; các cột khác giữ như đã giao.
grain: [source_file, source_row]
materialized: table
*/
with
correct as (
    select
        m.source_file,
        m.source_row,
        max(case when m.field = 'dossier_code' then coalesce(m.corrected_value, '') end) as dossier_code,
        max(case when m.field = 'unit_code' then coalesce(m.corrected_value, '') end) as unit_code,
        max(case when m.field = 'procedure_code' then coalesce(m.corrected_value, '') end) as procedure_code,
        max(case when m.field = 'status' then coalesce(m.corrected_value, '') end) as status,
        max(case when m.field = 'channel' then coalesce(m.corrected_value, '') end) as channel,
        max(case when m.field = 'received_at' then coalesce(m.corrected_value, '') end) as received_at,
        max(case when m.field = 'due_at' then coalesce(m.corrected_value, '') end) as due_at,
        max(case when m.field = 'finished_at' then coalesce(m.corrected_value, '') end) as finished_at,
        max(case when m.field = 'returned_at' then coalesce(m.corrected_value, '') end) as returned_at,
        max(case when m.field = 'components' then coalesce(m.corrected_value, '') end) as components,
        max(case when m.field = 'components_digitized' then coalesce(m.corrected_value, '') end) as components_digitized,
        max(case when m.field = 'has_digitized_component' then coalesce(m.corrected_value, '') end) as has_digitized_component,
        max(case when m.field = 'has_e_result' then coalesce(m.corrected_value, '') end) as has_e_result,
        max(case when m.field = 'has_reused_component' then coalesce(m.corrected_value, '') end) as has_reused_component,
        max(case when m.field = 'online_payment' then coalesce(m.corrected_value, '') end) as online_payment,
        max(case when m.field = 'fee_total' then coalesce(m.corrected_value, '') end) as fee_total
    from staging.correction_match as m
    where m.holds
    group by m.source_file, m.source_row
)

select
    d.source_system,
    d.delivered_on,
    d.source_file,
    d.source_row,
    case when n.dossier_code is null then d.dossier_code else nullif(n.dossier_code, '') end as dossier_code,
    d.other_dossier_code,
    case when n.procedure_code is null then d.procedure_code else nullif(n.procedure_code, '') end as procedure_code,
    d.procedure_code_local,
    d.procedure_name_key,
    case when n.unit_code is null then d.unit_code else nullif(n.unit_code, '') end as unit_code,
    d.unit_code_prefix,
    d.unit_name_key,
    d.unit_type_key,
    d.unit_parent_key,
    d.unit_full_key,
    d.receiving_unit_code,
    d.receiving_name_key,
    d.receiving_type_key,
    d.receiving_parent_key,
    d.receiving_full_key,
    case when n.channel is null then d.channel else try_cast(nullif(n.channel, '') as smallint) end as channel,
    d.applicant_kind,
    d.submitted_at,
    case when n.received_at is null then d.received_at else try_cast(nullif(n.received_at, '') as timestamp) end as received_at,
    case when n.due_at is null then d.due_at else try_cast(nullif(n.due_at, '') as timestamp) end as due_at,
    case when n.finished_at is null then d.finished_at else try_cast(nullif(n.finished_at, '') as timestamp) end as finished_at,
    case when n.returned_at is null then d.returned_at else try_cast(nullif(n.returned_at, '') as timestamp) end as returned_at,
    d.rejected_at,
    d.updated_at,
    case when n.status is null then d.status else try_cast(nullif(n.status, '') as smallint) end as status,
    case when n.components is null then d.components else try_cast(nullif(n.components, '') as bigint) end as components,
    case when n.components_digitized is null then d.components_digitized else try_cast(nullif(n.components_digitized, '') as bigint) end as components_digitized,
    d.components_reused,
    d.components_from_store,
    d.results,
    case when n.has_digitized_component is null then d.has_digitized_component else try_cast(nullif(n.has_digitized_component, '') as boolean) end as has_digitized_component,
    case when n.has_e_result is null then d.has_e_result else try_cast(nullif(n.has_e_result, '') as boolean) end as has_e_result,
    case when n.has_reused_component is null then d.has_reused_component else try_cast(nullif(n.has_reused_component, '') as boolean) end as has_reused_component,
    d.has_shared_component,
    d.vneid_authenticated,
    d.uses_population_data,
    case when n.online_payment is null then d.online_payment else try_cast(nullif(n.online_payment, '') as boolean) end as online_payment,
    case when n.fee_total is null then d.fee_total else try_cast(nullif(n.fee_total, '') as decimal(18, 2)) end as fee_total,
    d.supplement_requests,
    d.supplement_open_requests,
    d.supplement_seconds,
    d.result_equals_component,
    d.has_sentinel_identity,
    d.broken_rules,
    concat_ws(' ', d.warnings, 'value_corrected') as warnings
from lake.dossier as d
inner join correct as n on d.source_file = n.source_file and d.source_row = n.source_row
