/*
name: staging.unit_candidate
title_vi: Đơn vị có thể là đơn vị của dòng bị cách ly
description_vi: >
  Với mỗi cách ghi không xác định được đơn vị: các đơn vị cùng tên, hoặc mang mã GSO có trong mã đã ghi (kể cả mã mất số 0 ở đầu),
  đơn vị có hiệu lực vào ngày ấy trước. Chỉ gợi ý cho người sửa, không bao giờ tự chọn. Tên lấy từ danh mục, không lấy từ dữ liệu giao.
grain: [unit_ref, unit_name_key, on_date]
materialized: table
*/
with
asked as (
    select distinct b.unit_ref, b.unit_code, b.unit_name_key, b.on_date
    from staging.dossier_broken as b
    where contains(b.broken, 'unit_unresolved') or contains(b.broken, 'unit_ambiguous')
),

fitting as (
    select a.unit_ref, a.unit_name_key, a.on_date, u.unit_key, 1 as distance
    from asked as a
    inner join reference.units as u on a.unit_name_key = md5(u.name_key)
    union all
    select a.unit_ref, a.unit_name_key, a.on_date, u.unit_key,
        case when length(u.gso_code) = 5 then 2 else 3 end as distance
    from asked as a
    inner join reference.units as u
        on length(u.gso_code) in (3, 5)
        and (contains('.' || a.unit_code || '.', '.' || u.gso_code || '.') or '0' || a.unit_code = u.gso_code)
),

described as (
    select
        f.unit_ref,
        f.unit_name_key,
        f.on_date,
        f.distance,
        u.unit_code,
        u.sort_key,
        u.valid_from,
        u.unit_name || coalesce(', ' || p.unit_name, '') || ' (' || u.unit_code || ')' as label,
        case when u.valid_from <= f.on_date and (u.valid_to is null or u.valid_to > f.on_date) then 1 else 0 end as is_valid
    from fitting as f
    inner join marts.dim_unit as u on f.unit_key = u.unit_key
    left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
),

nearest as (
    select
        d.*,
        rank() over (
            partition by d.unit_ref, d.unit_name_key, d.on_date
            order by d.distance asc nulls last, d.is_valid desc nulls last
        ) as preference,
        row_number() over (
            partition by d.unit_ref, d.unit_name_key, d.on_date, d.unit_code
            order by d.distance asc nulls last, d.is_valid desc nulls last, d.valid_from desc nulls last
        ) as version
    from described as d
),

numbered as (
    select
        n.unit_ref, n.unit_name_key, n.on_date, n.label,
        row_number() over (
            partition by n.unit_ref, n.unit_name_key, n.on_date
            order by n.sort_key asc nulls last, n.unit_code asc nulls last
        ) as place
    from nearest as n
    where n.preference = 1 and n.version = 1
)

select
    n.unit_ref,
    n.unit_name_key,
    n.on_date,
    concat_ws(
        '; ',
        max(case when n.place = 1 then n.label end),
        max(case when n.place = 2 then n.label end),
        max(case when n.place = 3 then n.label end),
        max(case when n.place = 4 then n.label end),
        case when max(n.place) > 4 then '…' end
    ) as candidates
from numbered as n
group by n.unit_ref, n.unit_name_key, n.on_date
