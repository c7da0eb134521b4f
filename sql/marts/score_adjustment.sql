/*
name: marts.score_adjustment
title_vi: Điều chỉnh điểm theo quyết định
description_vi: >
  Mỗi dòng của adjustments.csv và mỗi ô điểm nó làm thay đổi, kèm điểm trước và sau mọi điều chỉnh của ô ấy, lý do và người quyết định.
  points cộng vào điểm: số âm là điểm trừ; điểm sau điều chỉnh không dưới 0 và không quá điểm tối đa (điểm đo được). Dòng không khớp ô nào
  được báo ở phép kiểm tra adjustments_apply.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id, adjustment_no]
materialized: table
*/
with
scored as (
    select f.as_of_date, f.period_type, f.period_start, f.unit_key, f.indicator_id, f.score_before_adjustment,
        f.score, f.max_score
    from marts.fact_indicator as f
    where f.max_score is not null
    union all
    select s.as_of_date, s.period_type, s.period_start, s.unit_key, s.indicator_id, s.score_before_adjustment,
        s.score, s.max_score
    from marts.fact_score as s
    where s.measured_points > 0
)

select
    a.as_of_date,
    a.period_type,
    a.period_start,
    s.unit_key,
    u.unit_code,
    u.unit_name,
    a.indicator_id,
    a.adjustment_no,
    a.points,
    s.score_before_adjustment as score_before,
    s.score as score_after,
    s.max_score,
    a.reason,
    a.decided_by,
    a.decided_on
from staging.adjustment as a
inner join marts.dim_unit as u on a.unit_code = u.unit_code
inner join scored as s
    on a.as_of_date = s.as_of_date
    and a.period_type = s.period_type
    and a.period_start = s.period_start
    and u.unit_key = s.unit_key
    and a.indicator_id = s.indicator_id
