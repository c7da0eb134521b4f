/*
name: gap
title_vi: Khoảng cách đến chỉ tiêu
description_vi: >
  Giá trị, chỉ tiêu được giao và phần còn thiếu: tỉnh, rồi từng cấp từ thiếu nhiều đến thiếu ít, tên theo bảng chữ cái
  tiếng Việt.
parameters:
  as_of: {description_vi: Ngày tính (yyyy-mm-dd); để trống là mới nhất, default: null}
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd', default: ytd}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd); để trống là kỳ mới nhất, default: null}
  indicator: {description_vi: Mã chỉ tiêu; để trống là mọi chỉ tiêu, default: null}
  level: {description_vi: 'Cấp: province, department, district, commune; để trống là mọi cấp', default: null}
  district: {description_vi: Mã huyện để chỉ lấy các xã của huyện ấy, default: null}
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
    g.as_of_date,
    g.period_type,
    g.period_start,
    g.indicator_id,
    g.unit_key,
    g.unit_code,
    g.unit_name,
    g.unit_level,
    g.numerator,
    g.denominator,
    g.value_pct,
    g.target_pct,
    g.gap_pp,
    g.gap_dossiers,
    g.forecast_dossiers,
    g.required_rate_rest,
    g.best_reachable_pct,
    g.required_per_workday,
    g.projected_pct,
    g.projected_low_pct,
    g.projected_high_pct,
    g.expected_met_on,
    g.status,
    i.unit,
    case when p.unit_level = 'district' then p.unit_name end as district_name
from marts.target_gap as g
inner join chosen as c on g.as_of_date = c.as_of_date and g.period_start = c.period_start
inner join marts.dim_unit as u on g.unit_key = u.unit_key
left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
inner join marts.dim_indicator as i
    on g.indicator_id = i.indicator_id
    and g.period_start >= i.valid_from
    and (i.valid_to is null or g.period_start < i.valid_to)
where
    g.period_type = $period
    and ($indicator is null or g.indicator_id = $indicator)
    and ($level is null or g.unit_level = $level)
    and ($district is null or p.unit_code = $district)
order by
    i.display_order asc nulls last,
    g.indicator_id asc nulls last,
    case g.unit_level when 'province' then 1 when 'department' then 2 when 'district' then 3 else 4 end asc nulls last,
    g.gap_pp desc nulls last,
    u.sort_key asc nulls last,
    g.unit_key asc nulls last
