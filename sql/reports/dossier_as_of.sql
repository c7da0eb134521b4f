/*
name: reports.dossier_as_of
title_vi: Hồ sơ được tính vào chỉ tiêu tại ngày tính
description_vi: >
  Mỗi hồ sơ có ngày tiếp nhận trong năm của ngày tính (kể cả tuần ISO đầu năm) một dòng, ngày tính là ngày của lần
  chạy gần nhất. Đây là nơi các biểu thức của sql/indicators được áp lại cho từng hồ sơ khi giải thích một con số.
grain: [dossier_code]
materialized: view
*/
with
newest as (
    select max(f.as_of_date) as as_of_date from marts.fact_indicator as f
)

select
    n.as_of_date,
    cast(d.received_at as date) as received_on,
    case
        when cast(d.received_at as date) < u.valid_from then u.valid_from
        when u.valid_to is not null and cast(d.received_at as date) >= u.valid_to
            then cast(u.valid_to - interval 1 day as date)
        else cast(d.received_at as date)
    end as hierarchy_on,
    d.dossier_code,
    d.source_system,
    d.other_dossier_code,
    d.unit_key,
    d.receiving_unit_key,
    d.procedure_code,
    d.procedure_code_local,
    d.channel,
    d.applicant_kind,
    d.submitted_at,
    d.received_at,
    d.due_at,
    d.finished_at,
    d.returned_at,
    d.rejected_at,
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
    d.service_level,
    d.returns_paper_result,
    d.has_fee,
    d.deadline_at,
    d.ended_at,
    d.is_on_time,
    d.processing_seconds,
    d.updated_at,
    d.delivered_on,
    d.source_file,
    d.source_row,
    d.version_no
from marts.fact_dossier as d
cross join newest as n
inner join marts.dim_unit as u on d.unit_key = u.unit_key
where
    cast(d.received_at as date) <= n.as_of_date
    and cast(d.received_at as date)
    >= cast(date_trunc('week', cast(date_trunc('year', n.as_of_date) as date)) as date)
