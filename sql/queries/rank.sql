/*
name: rank
title_vi: Xếp hạng một chỉ tiêu
description_vi: >
  Thứ hạng của mọi đơn vị trong một nhóm ngang cấp; đồng hạng xếp theo bảng chữ cái tiếng Việt, đơn vị không xếp hạng ở cuối
  kèm lý do.
parameters:
  as_of: {description_vi: Ngày tính (yyyy-mm-dd); để trống là mới nhất, default: null}
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd', default: ytd}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd); để trống là kỳ mới nhất, default: null}
  indicator: {description_vi: Mã chỉ tiêu; để trống là mọi chỉ tiêu, default: null}
  peers: {description_vi: 'Nhóm: department, district, commune, district:<mã huyện>; để trống là mọi nhóm', default: null}
*/
with
newest as (
    select coalesce(cast($as_of as date), max(f.as_of_date)) as as_of_date from marts.fact_indicator as f
),

chosen as (
    select n.as_of_date, coalesce(cast($start as date), max(f.period_start)) as period_start
    from marts.fact_indicator as f
    inner join newest as n on f.as_of_date = n.as_of_date
    where f.period_type = $period
    group by n.as_of_date
)

select
    r.as_of_date,
    r.period_type,
    r.period_start,
    r.indicator_id,
    r.peer_group,
    r.unit_key,
    r.unit_code,
    r.unit_name,
    r.numerator,
    r.denominator,
    r.value_pct,
    r.rank,
    r.peers_ranked,
    r.is_joint,
    r.rank_previous,
    r.rank_change,
    r.value_change_pp,
    r.gap_to_above_pp,
    r.gap_to_first_pp,
    r.band,
    r.not_ranked_reason,
    r.definition_version,
    r.rank_previous_basis,
    r.score,
    r.max_score,
    r.is_partial,
    r.not_compared_reason,
    i.unit,
    case when p.unit_level = 'district' then p.unit_name end as district_name
from marts.rank_unit as r
inner join chosen as c on r.as_of_date = c.as_of_date and r.period_start = c.period_start
inner join marts.dim_unit as u on r.unit_key = u.unit_key
left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
inner join marts.dim_indicator as i
    on r.indicator_id = i.indicator_id and r.definition_version = i.definition_version
where
    r.period_type = $period
    and ($indicator is null or r.indicator_id = $indicator)
    and ($peers is null or r.peer_group = $peers)
order by
    i.display_order asc nulls last,
    r.indicator_id asc nulls last,
    case
        when r.peer_group = 'department' then 1
        when r.peer_group = 'district' then 2
        when r.peer_group = 'commune' then 3
        else 4
    end asc nulls last,
    r.peer_group asc nulls last,
    r.rank asc nulls last,
    u.sort_key asc nulls last,
    r.unit_key asc nulls last
