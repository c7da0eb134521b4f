/*
name: staging.rank_place
title_vi: Thứ hạng của từng phân số trong từng cuộc xếp hạng
description_vi: >
  Mỗi phân số có trong một cuộc xếp hạng (race): thứ hạng, số đơn vị cùng đạt, phân số đứng trên, phân số hạng nhất và số đơn vị được xếp hạng.
  Đồng hạng chỉ khi hai phân số bằng nhau.
grain: [basis, race, merit]
materialized: table
*/
with
tally as (
    select l.basis, l.race, l.merit, count(*) as units
    from staging.rank_listed as l
    where l.merit is not null
    group by l.basis, l.race, l.merit
)

select
    t.basis,
    t.race,
    t.merit,
    t.units,
    cast(sum(t.units) over better - t.units + 1 as bigint) as rank,
    cast(sum(t.units) over whole as bigint) as peers_ranked,
    lag(t.merit) over better as merit_above,
    max(t.merit) over whole as merit_first
from tally as t
window
    better as (partition by t.basis, t.race order by t.merit desc nulls last),
    whole as (partition by t.basis, t.race)
