/*
name: staging.dossier_history
title_vi: Lịch sử các hồ sơ được giao nhiều lần
description_vi: >
  Chỉ những hồ sơ hợp lệ có từ hai dòng trở lên: dòng nào lặp lại nguyên nội dung, thứ tự phiên bản trong
  hệ thống nguồn, và ngày giao mà một phiên bản ưu tiên hơn thay thế nó. Thứ tự phiên bản: thời điểm cập nhật
  (không có thì cuối ngày giao), ngày giao, tệp, dòng.
grain: [source_file, source_row]
materialized: table
*/
with
delivered_again as (
    select j.dossier_code
    from staging.dossier_judged as j
    where j.broken is null
    group by j.dossier_code
    having count(*) > 1
),

content as (
    select
        j.dossier_code,
        j.source_system,
        j.delivered_on,
        j.source_file,
        j.source_row,
        j.version_at,
        md5(concat_ws(
            '|',
            coalesce(j.other_dossier_code, '~'), coalesce(j.unit_key, '~'), coalesce(j.receiving_unit_key, '~'),
            coalesce(j.procedure_code, '~'), coalesce(cast(j.channel as string), '~'),
            coalesce(cast(j.applicant_kind as string), '~'), coalesce(cast(j.submitted_at as string), '~'),
            coalesce(cast(j.received_at as string), '~'), coalesce(cast(j.due_at as string), '~'),
            coalesce(cast(j.finished_at as string), '~'), coalesce(cast(j.returned_at as string), '~'),
            coalesce(cast(j.rejected_at as string), '~'), coalesce(cast(j.updated_at as string), '~'),
            coalesce(cast(j.status as string), '~'), coalesce(cast(j.components as string), '~'),
            coalesce(cast(j.components_digitized as string), '~'), coalesce(cast(j.components_reused as string), '~'),
            coalesce(cast(j.components_from_store as string), '~'), coalesce(cast(j.results as string), '~'),
            coalesce(cast(j.has_digitized_component as string), '~'), coalesce(cast(j.has_e_result as string), '~'),
            coalesce(cast(j.has_reused_component as string), '~'), coalesce(cast(j.has_shared_component as string), '~'),
            coalesce(cast(j.vneid_authenticated as string), '~'), coalesce(cast(j.uses_population_data as string), '~'),
            coalesce(cast(j.online_payment as string), '~'), coalesce(cast(j.fee_total as string), '~'),
            coalesce(cast(j.supplement_requests as string), '~'),
            coalesce(cast(j.supplement_open_requests as string), '~'),
            coalesce(cast(j.supplement_seconds as string), '~'),
            coalesce(cast(j.result_equals_component as string), '~'),
            coalesce(cast(j.has_sentinel_identity as string), '~')
        )) as content_hash
    from staging.dossier_judged as j
    inner join delivered_again as a on j.dossier_code = a.dossier_code
    where j.broken is null
),

numbered as (
    select
        c.*,
        row_number() over (
            partition by c.dossier_code, c.source_system, c.content_hash
            order by c.delivered_on asc nulls last, c.source_file asc nulls last, c.source_row asc nulls last
        ) as occurrence
    from content as c
),

version as (
    select
        n.dossier_code,
        n.source_system,
        n.delivered_on,
        n.source_file,
        n.source_row,
        row_number() over oldest_first as version_no,
        min(n.delivered_on) over (
            partition by n.dossier_code, n.source_system
            order by n.version_at desc nulls last, n.delivered_on desc nulls last, n.source_file desc nulls last, n.source_row desc nulls last
            rows between unbounded preceding and 1 preceding
        ) as newer_delivered_on,
        min(n.delivered_on) over (
            partition by n.dossier_code
            order by
                coalesce(p.rank, 1000000) asc nulls last, n.version_at desc nulls last, n.delivered_on desc nulls last,
                n.source_file desc nulls last, n.source_row desc nulls last
            rows between unbounded preceding and 1 preceding
        ) as preferred_delivered_on
    from numbered as n
    left join reference.precedence as p on n.source_system = p.source_system
    where n.occurrence = 1
    window oldest_first as (
        partition by n.dossier_code, n.source_system
        order by n.version_at asc nulls last, n.delivered_on asc nulls last, n.source_file asc nulls last, n.source_row asc nulls last
    )
)

select
    n.dossier_code,
    n.source_system,
    n.source_file,
    n.source_row,
    n.occurrence > 1 as is_repeated,
    coalesce(v.version_no, 0) as version_no,
    case
        when v.newer_delivered_on > v.delivered_on then v.newer_delivered_on
        when v.newer_delivered_on is not null then v.delivered_on
    end as valid_to,
    case
        when v.preferred_delivered_on > v.delivered_on then v.preferred_delivered_on
        when v.preferred_delivered_on is not null then v.delivered_on
    end as superseded_on
from numbered as n
left join version as v on n.source_file = v.source_file and n.source_row = v.source_row
