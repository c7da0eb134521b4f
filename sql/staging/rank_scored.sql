/*
name: staging.rank_scored
title_vi: Thứ hạng của từng kỳ
description_vi: >
  Thứ hạng trong từng nhóm ngang cấp, chưa so với kỳ trước, theo đơn vị như đã có (basis as_was) và theo đơn vị hiện nay ở các kỳ phải
  quy đổi (basis regrouped). Chỉ xếp hạng đơn vị còn hiệu lực vào ngày cuối kỳ; đơn vị đã kết thúc được liệt kê kèm lý do.
grain: [basis, as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: view
*/
with
race as (
    select p.basis, p.race, max(p.peers_ranked) as peers_ranked
    from staging.rank_place as p
    group by p.basis, p.race
)

select
    l.basis,
    l.period_no,
    l.previous_period_no,
    l.race,
    l.previous_race,
    l.as_of_date,
    l.period_type,
    l.period_start,
    l.indicator_id,
    l.definition_version,
    l.peer_group,
    l.unit_key,
    l.unit_code,
    l.unit_name,
    l.numerator,
    l.denominator,
    l.value_pct,
    l.score,
    l.max_score,
    l.parts_key,
    l.is_partial,
    p.rank,
    coalesce(r.peers_ranked, 0) as peers_ranked,
    coalesce(p.units > 1, false) as is_joint,
    case when p.rank > 1 then (p.merit_above - l.merit) * l.gap_unit end as gap_to_above_pp,
    (p.merit_first - l.merit) * l.gap_unit as gap_to_first_pp,
    b.band,
    l.not_ranked_reason
from staging.rank_listed as l
left join race as r on l.basis = r.basis and l.race = r.race
left join staging.rank_place as p on l.basis = p.basis and l.race = p.race and l.merit = p.merit
left join staging.band as b
    on l.unit = 'percent'
    and l.denominator > 0
    and not l.is_partial
    and l.period_start >= b.valid_from
    and (b.valid_to is null or l.period_start < b.valid_to)
    and 100 * l.numerator >= b.from_pct * l.denominator
    and 100 * l.numerator < b.below_pct * l.denominator
