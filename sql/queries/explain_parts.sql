/*
name: explain_parts
title_vi: Giải thích - các phần của một con số
description_vi: >
  Tử số, mẫu số của một đơn vị tách thành phần của riêng cơ quan đơn vị và phần của từng đơn vị trực thuộc, đếm lại từ hồ sơ
  theo phân cấp của ngày tiếp nhận (chỉ có tại ngày tính của lần chạy gần nhất).
parameters:
  period: {description_vi: 'Loại kỳ: day, week, month, quarter, half, year, ytd'}
  start: {description_vi: Ngày đầu kỳ (yyyy-mm-dd)}
  indicator: {description_vi: Mã chỉ tiêu}
  version: {description_vi: Phiên bản định nghĩa}
  unit: {description_vi: Khóa đơn vị}
*/
with
level_order as (
    select l.unit_level, l.place
    from (values ('province', 1), ('department', 2), ('district', 2), ('commune', 3)) as l (unit_level, place)
),

member as (
    select
        i.unit_key,
        i.hierarchy_on,
        cast(sum(i.numerator) as bigint) as numerator,
        cast(sum(i.denominator) as bigint) as denominator
    from reports.dossier_indicator as i
    inner join marts.dim_date as c on i.received_on = c.calendar_date
    where
        i.counted_unit_key = $unit
        and i.indicator_id = $indicator
        and i.definition_version = $version
        and case $period
            when 'day' then c.calendar_date
            when 'week' then c.week_start
            when 'month' then c.month_start
            when 'quarter' then c.quarter_start
            when 'half' then c.half_start
            else c.year_start
        end = cast($start as date)
    group by i.unit_key, i.hierarchy_on
),

candidate as (
    select
        m.unit_key,
        m.hierarchy_on,
        m.numerator,
        m.denominator,
        h.ancestor_key as part_key,
        row_number() over (
            partition by m.unit_key, m.hierarchy_on
            order by case when h.ancestor_key = $unit then 9 else l.place end asc nulls last
        ) as choice
    from member as m
    inner join marts.unit_hierarchy as h
        on m.unit_key = h.unit_key
        and m.hierarchy_on >= h.valid_from
        and (h.valid_to is null or m.hierarchy_on < h.valid_to)
    inner join marts.dim_unit as u on h.ancestor_key = u.unit_key
    inner join level_order as l on u.unit_level = l.unit_level
    inner join marts.dim_unit as w on w.unit_key = $unit
    inner join level_order as x on w.unit_level = x.unit_level and l.place >= x.place
)

select
    c.part_key as unit_key,
    u.unit_code,
    u.unit_name,
    u.unit_level,
    c.part_key = $unit as is_own_office,
    cast(sum(c.numerator) as bigint) as numerator,
    cast(sum(c.denominator) as bigint) as denominator
from candidate as c
inner join marts.dim_unit as u on c.part_key = u.unit_key
where c.choice = 1
group by c.part_key, u.unit_code, u.unit_name, u.unit_level, u.sort_key
order by
    case when c.part_key = $unit then 0 when u.unit_level = 'department' then 1 else 2 end asc nulls last,
    u.sort_key asc nulls last,
    c.part_key asc nulls last
