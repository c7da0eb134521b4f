/*
name: marts.fact_dossier_version
title_vi: Mọi phiên bản hồ sơ
description_vi: >
  Mỗi phiên bản từng được giao của mỗi hồ sơ, trừ các dòng lặp lại. Khoảng [valid_from, valid_to) là thời gian
  phiên bản này là bản mới nhất của hệ thống nguồn; superseded_on là ngày giao mà một bản ưu tiên hơn
  (kể cả từ hệ thống khác) thay thế. Dùng để dựng lại chính xác mọi báo cáo cũ.
grain: [source_file, source_row]
materialized: table
*/
select
    j.dossier_code,
    j.source_system,
    j.other_dossier_code,
    j.unit_key,
    j.receiving_unit_key,
    j.procedure_code,
    j.procedure_code_local,
    j.channel,
    j.applicant_kind,
    j.submitted_at,
    j.received_at,
    j.due_at,
    j.finished_at,
    j.returned_at,
    j.rejected_at,
    j.status,
    j.components,
    j.components_digitized,
    j.components_reused,
    j.components_from_store,
    j.results,
    j.has_digitized_component,
    j.has_e_result,
    j.has_reused_component,
    j.has_shared_component,
    j.vneid_authenticated,
    j.uses_population_data,
    j.online_payment,
    j.fee_total,
    j.supplement_requests,
    j.supplement_open_requests,
    j.supplement_seconds,
    j.result_equals_component,
    j.has_sentinel_identity,
    j.updated_at,
    j.delivered_on,
    j.source_file,
    j.source_row,
    cast(coalesce(h.version_no, 1) as bigint) as version_no,
    j.delivered_on as valid_from,
    h.valid_to,
    h.superseded_on,
    j.warned as warnings
from staging.dossier_judged as j
left join staging.dossier_history as h on j.source_file = h.source_file and j.source_row = h.source_row
where j.broken is null and not coalesce(h.is_repeated, false)
