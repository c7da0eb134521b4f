/*
name: parts_equal_whole
title_vi: Các phần cộng lại bằng toàn thể
description_vi: >
  Tử số và mẫu số của tỉnh bằng cơ quan tỉnh + sở, ngành + huyện (gồm xã) + xã trực thuộc; của huyện bằng cơ quan huyện
  + các xã. So theo mã đơn vị vì một xã có thể tồn tại qua nhiều giai đoạn của huyện mình. Không xét chỉ tiêu đếm thủ tục
  (is_additive sai) và đơn vị cấp trên không có hiệu lực suốt thời gian của đơn vị thuộc nó (cảnh báo riêng ở dim_unit).
severity: error
table: marts.fact_indicator
*/
with
span as (
    select
        p.unit_code,
        min(p.valid_from) as valid_from,
        max(coalesce(p.valid_to, cast('9999-12-31' as date))) as valid_to
    from marts.dim_unit as p
    group by p.unit_code
),

membership as (
    select
        u.unit_key,
        s.unit_code as whole_code,
        u.valid_from >= s.valid_from
            and coalesce(u.valid_to, cast('9999-12-31' as date)) <= s.valid_to as is_covered
    from marts.dim_unit as u
    inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key
    inner join span as s on p.unit_code = s.unit_code
),

whole as (
    select m.whole_code
    from membership as m
    group by m.whole_code
    having bool_and(m.is_covered)
),

whole_unit as (
    select u.unit_key, w.whole_code
    from marts.dim_unit as u
    inner join whole as w on u.unit_code = w.whole_code
),

part_unit as (
    select m.unit_key, w.whole_code
    from membership as m
    inner join whole as w on m.whole_code = w.whole_code
),

signed as (
    select f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        w.whole_code, f.numerator as whole_numerator, f.denominator as whole_denominator,
        0 as parts_numerator, 0 as parts_denominator
    from marts.fact_indicator as f
    inner join whole_unit as w on f.unit_key = w.unit_key
    where f.denominator > 0
    union all
    select f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        p.whole_code, 0 as whole_numerator, 0 as whole_denominator,
        f.numerator as parts_numerator, f.denominator as parts_denominator
    from marts.fact_indicator as f
    inner join part_unit as p on f.unit_key = p.unit_key
    where f.denominator > 0
    union all
    select o.as_of_date, o.period_type, o.period_start, o.indicator_id, o.definition_version,
        w.whole_code, 0 as whole_numerator, 0 as whole_denominator,
        o.numerator as parts_numerator, o.denominator as parts_denominator
    from marts.indicator_own_office as o
    inner join whole_unit as w on o.unit_key = w.unit_key
    where o.denominator > 0
)

select
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.whole_code as unit_code,
    s.indicator_id,
    cast(sum(s.whole_numerator) as bigint) as whole_numerator,
    cast(sum(s.parts_numerator) as bigint) as parts_numerator,
    cast(sum(s.whole_denominator) as bigint) as whole_denominator,
    cast(sum(s.parts_denominator) as bigint) as parts_denominator
from signed as s
inner join marts.dim_indicator as i
    on s.indicator_id = i.indicator_id and s.definition_version = i.definition_version and i.is_additive
group by s.as_of_date, s.period_type, s.period_start, s.whole_code, s.indicator_id
having
    sum(s.whole_numerator) <> sum(s.parts_numerator)
    or sum(s.whole_denominator) <> sum(s.parts_denominator)
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first, 4 asc nulls first, 5 asc nulls first
