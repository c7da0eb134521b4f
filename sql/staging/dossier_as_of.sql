/*
name: staging.dossier_as_of
title_vi: Hồ sơ tại từng ngày tính
description_vi: >
  Với mỗi ngày tính: phiên bản mới nhất của mỗi hồ sơ biết được đến ngày đó, thuộc tính thủ tục tại ngày tiếp nhận,
  và kết luận đúng hạn (DOMAIN.md mục 2): chỉ xét phiên bản mới nhất; hạn chỉ ghi ngày tính đến hết ngày.
grain: [as_of_date, dossier_code]
materialized: view
*/
with
current_version as (
    select
        a.as_of_date,
        a.is_run_date,
        a.year_start,
        cast(a.as_of_date + interval 1 day as timestamp) - interval 1 second as as_of_at,
        cast(v.received_at as date) as received_on,
        p.service_level,
        p.returns_paper_result,
        p.has_fee,
        coalesce(
            case
                when v.due_at = date_trunc('day', v.due_at)
                    then v.due_at + interval 1 day - interval 1 second
                else v.due_at
            end,
            v.received_at + p.legal_max_days * interval 1 day
        ) as deadline_at,
        case
            when v.status in (9, 10) then coalesce(v.finished_at, v.returned_at)
            when v.status in (3, 8) or (v.status = 7 and v.received_at is not null)
                then coalesce(
                    v.finished_at,
                    v.rejected_at,
                    case
                        when v.updated_at >= cast(v.delivered_on + interval 2 day as timestamp)
                            then cast(v.delivered_on + interval 1 day as timestamp) - interval 1 second
                        else v.updated_at
                    end
                )
        end as ended_at,
        v.*
    from marts.fact_dossier_version as v
    inner join staging.as_of as a
        on v.delivered_on <= a.as_of_date
        and (v.superseded_on is null or v.superseded_on > a.as_of_date)
    left join marts.dim_procedure as p
        on v.procedure_code = p.procedure_code
        and cast(v.received_at as date) >= p.valid_from
        and (p.valid_to is null or cast(v.received_at as date) < p.valid_to)
)

select
    c.as_of_date,
    c.is_run_date,
    c.year_start,
    c.received_on,
    c.service_level,
    coalesce(c.returns_paper_result, true) as returns_paper_result,
    c.has_fee,
    c.deadline_at,
    c.ended_at,
    case
        when c.received_at is null then null
        when coalesce(c.supplement_open_requests, 0) > 1 then false
        when c.deadline_at is null then true
        when c.ended_at is null then c.as_of_at <= c.deadline_at
        when c.status in (9, 10)
            then c.ended_at - coalesce(c.supplement_seconds, 0) * interval 1 second <= c.deadline_at
        else c.ended_at <= c.deadline_at
    end as is_on_time,
    case
        when c.status in (9, 10) and c.received_at is not null and c.ended_at is not null then greatest(
            0,
            cast(
                (
                    365 * (extract(year from c.ended_at) - extract(year from c.received_at))
                    + floor((extract(year from c.ended_at) - 1) * 0.25e0) - floor((extract(year from c.received_at) - 1) * 0.25e0)
                    + extract(doy from c.ended_at) - extract(doy from c.received_at)
                ) * 86400
                + (extract(hour from c.ended_at) - extract(hour from c.received_at)) * 3600
                + (extract(minute from c.ended_at) - extract(minute from c.received_at)) * 60
                + floor(extract(second from c.ended_at)) - floor(extract(second from c.received_at))
                as bigint
            ) - coalesce(c.supplement_seconds, 0)
        )
    end as processing_seconds,
    c.dossier_code,
    c.source_system,
    c.other_dossier_code,
    c.unit_key,
    c.receiving_unit_key,
    c.procedure_code,
    c.procedure_code_local,
    c.channel,
    c.applicant_kind,
    c.submitted_at,
    c.received_at,
    c.due_at,
    c.finished_at,
    c.returned_at,
    c.rejected_at,
    c.status,
    c.components,
    c.components_digitized,
    c.components_reused,
    c.components_from_store,
    c.results,
    c.has_digitized_component,
    c.has_e_result,
    c.has_reused_component,
    c.has_shared_component,
    c.vneid_authenticated,
    c.uses_population_data,
    c.online_payment,
    c.fee_total,
    c.supplement_requests,
    c.supplement_open_requests,
    c.supplement_seconds,
    c.result_equals_component,
    c.has_sentinel_identity,
    c.updated_at,
    c.delivered_on,
    c.source_file,
    c.source_row,
    c.version_no
from current_version as c
