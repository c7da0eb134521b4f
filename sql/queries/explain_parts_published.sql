/*
name: explain_parts_published
title_vi: Giải thích - các phần theo số đã công bố
description_vi: >
  Các phần của một con số theo số đã công bố của từng đơn vị trực thuộc, dùng cho các ngày so sánh (không còn hồ sơ để đếm lại).
  Đơn vị đổi cấp trên giữa kỳ có thể làm tổng lệch; phần kiểm tra cộng sẽ cho thấy.
parameters:
  as_of: {description_vi: Ngày tính (yyyy-mm-dd)}
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
  indicator: {description_vi: Mã chỉ tiêu}
  unit: {description_vi: Khóa đơn vị}
*/
with
part as (
    select o.unit_key, true as is_own_office, o.numerator, o.denominator, o.as_of_date, o.period_type,
        o.period_start, o.indicator_id
    from reports.indicator_own_office as o
    where o.unit_key = $unit
    union all
    select f.unit_key, false as is_own_office, f.numerator, f.denominator, f.as_of_date, f.period_type,
        f.period_start, f.indicator_id
    from marts.fact_indicator as f
    inner join marts.dim_unit as u on f.unit_key = u.unit_key
    where u.parent_unit_key = $unit
)

select
    p.unit_key,
    u.unit_code,
    u.unit_name,
    u.unit_level,
    p.is_own_office,
    p.numerator,
    p.denominator
from part as p
inner join marts.dim_unit as u on p.unit_key = u.unit_key
where
    p.as_of_date = cast($as_of as date)
    and p.period_type = $period
    and p.period_start = cast($start as date)
    and p.indicator_id = $indicator
    and p.denominator > 0
order by
    case when p.is_own_office then 0 when u.unit_level = 'department' then 1 else 2 end asc nulls last,
    u.sort_key asc nulls last,
    p.unit_key asc nulls last
