/*
name: marts.fact_dossier
title_vi: Hồ sơ
description_vi: >
  Mỗi hồ sơ một dòng: phiên bản mới nhất biết được đến ngày as_of. Hai hệ thống cùng báo một hồ sơ thì theo thứ tự
  ưu tiên khai báo trong precedence.csv. is_on_time và is_overdue trống khi hồ sơ chưa có ngày tiếp nhận.
grain: [dossier_code]
materialized: table
*/
select
    d.dossier_code,
    d.source_system,
    d.unit_key,
    d.receiving_unit_key,
    d.procedure_code,
    d.procedure_code_local,
    d.other_dossier_code,
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
    d.deadline_at,
    d.ended_at,
    d.is_on_time,
    not d.is_on_time as is_overdue,
    d.updated_at,
    d.delivered_on,
    d.source_file,
    d.source_row,
    d.version_no,
    d.service_level,
    d.returns_paper_result,
    d.has_fee,
    d.result_equals_component,
    d.has_sentinel_identity,
    d.processing_seconds
from staging.dossier_as_of as d
where d.is_run_date
