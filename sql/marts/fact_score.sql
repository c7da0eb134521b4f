/*
name: marts.fact_score
title_vi: Điểm nhóm và tổng điểm
description_vi: >
  Điểm sáu nhóm (group_*) và tổng điểm 100 (total_score) của mỗi đơn vị, theo đơn vị như đã có trong kỳ, kỳ từ tuần trở lên. score là
  điểm đạt được trong measured_points điểm đo được; is_partial đúng khi còn phần chưa đo được (partial_groups nêu nhóm nào): phần ấy
  không tính là 0 mà để ngoài. Chỉ tiêu có mẫu số 0 thì mất điểm. Điều chỉnh theo quyết định ở score_adjustment.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: table
*/
select
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.unit_key,
    u.unit_level,
    case when u.unit_level <> 'province' then u.unit_level end as peer_group,
    s.indicator_id,
    s.definition_version,
    case when s.measured_points > 0 then cast(s.score as double) end as score,
    cast(s.measured_points as double) as measured_points,
    cast(s.max_score as double) as max_score,
    s.measured_points < s.max_score as is_partial,
    s.partial_groups,
    cast(s.score_before_adjustment as double) as score_before_adjustment,
    p.is_provisional,
    r.engine
from staging.score_cell as s
inner join marts.dim_unit as u on s.unit_key = u.unit_key
inner join staging.period as p
    on s.as_of_date = p.as_of_date and s.period_type = p.period_type and s.period_start = p.period_start
cross join staging.run as r
where s.basis = 'as_was'
