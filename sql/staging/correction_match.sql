/*
name: staging.correction_match
title_vi: Dòng hồ sơ mà một bản sửa nhắm tới
description_vi: >
  Mỗi bản sửa của corrections.csv và mỗi dòng đã giao của hồ sơ ấy: giá trị cũ có còn đó và bản sửa còn hạn không (holds).
  Dòng bị cách ly không được sửa ở đây mà chờ gửi lại đúng.
grain: [correction_no, source_file, source_row]
materialized: table
*/
select
    k.correction_no,
    k.field,
    k.corrected_value,
    d.source_file,
    d.source_row,
    d.delivered_on,
    case
        when d.updated_at is null or d.updated_at >= cast(d.delivered_on + interval 2 day as timestamp)
            then cast(d.delivered_on + interval 1 day as timestamp) - interval 1 second
        else d.updated_at
    end as version_at,
    k.valid_until >= r.as_of_date and d.broken_rules is null and case k.field
        when 'dossier_code' then d.dossier_code is not distinct from k.expected_value
        when 'unit_code' then d.unit_code is not distinct from k.expected_value
        when 'procedure_code' then d.procedure_code is not distinct from k.expected_value
        when 'status' then d.status is not distinct from try_cast(k.expected_value as integer)
        when 'channel' then d.channel is not distinct from try_cast(k.expected_value as integer)
        when 'received_at' then d.received_at is not distinct from try_cast(k.expected_value as timestamp)
        when 'due_at' then d.due_at is not distinct from try_cast(k.expected_value as timestamp)
        when 'finished_at' then d.finished_at is not distinct from try_cast(k.expected_value as timestamp)
        when 'returned_at' then d.returned_at is not distinct from try_cast(k.expected_value as timestamp)
        when 'components' then d.components is not distinct from try_cast(k.expected_value as bigint)
        when 'components_digitized' then d.components_digitized is not distinct from try_cast(k.expected_value as bigint)
        when 'has_digitized_component'
            then d.has_digitized_component is not distinct from try_cast(k.expected_value as boolean)
        when 'has_e_result' then d.has_e_result is not distinct from try_cast(k.expected_value as boolean)
        when 'has_reused_component'
            then d.has_reused_component is not distinct from try_cast(k.expected_value as boolean)
        when 'online_payment' then d.online_payment is not distinct from try_cast(k.expected_value as boolean)
        when 'fee_total' then d.fee_total is not distinct from try_cast(k.expected_value as decimal(18, 2))
        else false
    end as holds
from reference.corrections as k
cross join staging.run as r
inner join lake.dossier as d
    on k.dossier_code = d.dossier_code
    and (k.source_system is null or k.source_system = d.source_system)
    and d.delivered_on <= r.as_of_date
