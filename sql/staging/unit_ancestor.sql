/*
name: staging.unit_ancestor
title_vi: Đơn vị và các cấp trên của nó
description_vi: >
  Mỗi đơn vị với chính nó và từng đơn vị cấp trên, kèm khoảng thời gian quan hệ ấy có hiệu lực;
  hồ sơ của một ngày cộng vào các cấp trên của ngày đó.
grain: [unit_key, ancestor_key, valid_from]
materialized: table
*/
with
parent as (
    select
        u.unit_key,
        p.unit_key as parent_key,
        greatest(u.valid_from, p.valid_from) as valid_from,
        least(
            coalesce(u.valid_to, cast('9999-12-31' as date)),
            coalesce(p.valid_to, cast('9999-12-31' as date))
        ) as valid_to
    from reference.units as u
    inner join reference.units as p
        on u.parent_unit_code = p.unit_code
        and (u.valid_to is null or p.valid_from < u.valid_to)
        and (p.valid_to is null or p.valid_to > u.valid_from)
),

relation as (
    select
        u.unit_key,
        u.unit_key as ancestor_key,
        u.valid_from,
        coalesce(u.valid_to, cast('9999-12-31' as date)) as valid_to
    from reference.units as u
    union all
    select p.unit_key, p.parent_key as ancestor_key, p.valid_from, p.valid_to
    from parent as p
    union all
    select
        p.unit_key,
        g.parent_key as ancestor_key,
        greatest(p.valid_from, g.valid_from) as valid_from,
        least(p.valid_to, g.valid_to) as valid_to
    from parent as p
    inner join parent as g
        on p.parent_key = g.unit_key and g.valid_from < p.valid_to and g.valid_to > p.valid_from
)

select r.unit_key, r.ancestor_key, r.valid_from, r.valid_to
from relation as r
