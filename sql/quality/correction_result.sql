/*
name: quality.correction_result
title_vi: Các giá trị sửa theo quyết định
description_vi: >
  Mỗi bản sửa của corrections.csv một dòng: sửa được bao nhiêu dòng, bản mới nhất của hồ sơ có được sửa không (verdict applied),
  hay vì sao không: expired hết hạn, unknown không có hồ sơ ấy, changed giá trị cũ không còn đó.
grain: [correction_no]
materialized: table
*/
with
ordered as (
    select
        m.correction_no,
        m.holds,
        row_number() over (
            partition by m.correction_no
            order by
                m.version_at desc nulls last, m.delivered_on desc nulls last, m.source_file desc nulls last,
                m.source_row desc nulls last
        ) as newness
    from staging.correction_match as m
),

found as (
    select
        o.correction_no,
        cast(count(*) filter (where o.holds) as bigint) as rows_corrected,
        bool_or(o.holds and o.newness = 1) as is_applied
    from ordered as o
    group by o.correction_no
)

select
    k.correction_no,
    k.source_system,
    k.dossier_code,
    k.field,
    k.expected_value,
    k.corrected_value,
    k.reason,
    k.decided_by,
    k.decided_on,
    k.valid_until,
    coalesce(f.rows_corrected, 0) as rows_corrected,
    case
        when k.valid_until < r.as_of_date then 'expired'
        when f.correction_no is null then 'unknown'
        when f.is_applied then 'applied'
        else 'changed'
    end as verdict
from reference.corrections as k
cross join staging.run as r
left join found as f on k.correction_no = f.correction_no
