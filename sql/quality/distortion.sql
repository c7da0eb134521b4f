/*
name: quality.distortion
title_vi: Hồ sơ bị nêu khi so với hồ sơ khác
description_vi: >
  Từng hồ sơ bị nêu bởi quy tắc chỉ thấy được khi so nhiều hồ sơ với nhau: cờ số hóa như nhau ở cả hệ thống nguồn, cùng một
  hồ sơ dưới hai mã, đơn vị cần rà soát (quality.unit_review). Xét trên phiên bản mới nhất của hồ sơ; chỉ nêu, không sửa.
grain: [rule_id, dossier_code]
materialized: table
*/
with
constant_source as (
    select d.source_system
    from marts.fact_dossier as d
    where d.has_digitized_component is not null and (d.components is null or d.components > 0)
    group by d.source_system
    having
        count(*) >= (select max(p.min_dossiers) from reference.review as p)
        and (
            bool_and(coalesce(d.components_digitized = d.components, d.has_digitized_component))
            or bool_and(not d.has_digitized_component)
        )
),

renamed as (
    select d.dossier_code, d.other_dossier_code
    from marts.fact_dossier as d
    where d.other_dossier_code is not null and d.other_dossier_code <> d.dossier_code
),

shared as (
    select r.other_dossier_code
    from renamed as r
    group by r.other_dossier_code
    having count(*) > 1
),

two_codes as (
    select r.dossier_code
    from renamed as r
    inner join marts.fact_dossier as d on r.other_dossier_code = d.dossier_code
    union
    select r.other_dossier_code as dossier_code
    from renamed as r
    union
    select r.dossier_code
    from renamed as r
    inner join shared as s on r.other_dossier_code = s.other_dossier_code
),

found as (
    select 'digitized_flag_constant' as rule_id, d.dossier_code
    from marts.fact_dossier as d
    inner join constant_source as c on d.source_system = c.source_system
    where d.has_digitized_component is not null and (d.components is null or d.components > 0)
    union all
    select 'same_dossier_two_codes' as rule_id, t.dossier_code
    from two_codes as t
    union all
    select v.rule_id, d.dossier_code
    from quality.unit_review as v
    inner join marts.fact_dossier as d
        on v.source_system = d.source_system
        and v.unit_key = d.unit_key
        and v.month_start = cast(date_trunc('month', d.received_at) as date)
    where
        case v.rule_id
            when 'digitized_share_jump' then d.has_digitized_component
            else d.results > 0 and d.result_equals_component
        end
)

select
    f.rule_id,
    d.dossier_code,
    d.source_system,
    d.unit_key,
    d.delivered_on,
    d.source_file,
    d.source_row
from found as f
inner join marts.fact_dossier as d on f.dossier_code = d.dossier_code
