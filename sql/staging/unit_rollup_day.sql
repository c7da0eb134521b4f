/*
name: staging.unit_rollup_day
title_vi: Đơn vị mỗi ngày cộng vào những cấp nào
description_vi: >
  Mỗi đơn vị và mỗi ngày có hồ sơ: các đơn vị mà hồ sơ ngày đó được cộng vào (chính nó và các cấp trên).
  Hồ sơ ngoài thời gian hiệu lực của đơn vị dùng ngày hiệu lực gần nhất để tìm cấp trên.
grain: [unit_key, received_on, ancestor_key]
materialized: table
*/
with
unit_day as (
    select distinct d.unit_key, d.received_on
    from staging.indicator_unit_day as d
),

placed as (
    select
        d.unit_key,
        d.received_on,
        case
            when d.received_on < u.valid_from then u.valid_from
            when u.valid_to is not null and d.received_on >= u.valid_to
                then cast(u.valid_to - interval 1 day as date)
            else d.received_on
        end as hierarchy_on
    from unit_day as d
    inner join reference.units as u on d.unit_key = u.unit_key
)

select p.unit_key, p.received_on, a.ancestor_key
from placed as p
inner join staging.unit_ancestor as a
    on p.unit_key = a.unit_key and p.hierarchy_on >= a.valid_from and p.hierarchy_on < a.valid_to
