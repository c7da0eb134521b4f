/*
name: parts_equal_whole
title_vi: Các phần cộng lại bằng toàn thể
description_vi: >
  Tử số và mẫu số của tỉnh bằng cơ quan tỉnh + sở, ngành + huyện (gồm xã) + xã trực thuộc; của huyện bằng cơ quan huyện
  + các xã. So theo mã đơn vị vì một xã có thể tồn tại qua nhiều giai đoạn của huyện mình. Chỉ tiêu đếm thủ tục
  không cộng được (is_additive sai) không xét.
severity: error
table: marts.fact_indicator
*/
with
membership as (
    select u.unit_key, p.unit_code as whole_code
    from marts.dim_unit as u
    inner join marts.dim_unit as p on u.parent_unit_key = p.unit_key
),

whole_unit as (
    select u.unit_key, u.unit_code
    from marts.dim_unit as u
    where u.unit_code in (select m.whole_code from membership as m)
),

summable as (
    select i.indicator_id, i.definition_version
    from marts.dim_indicator as i
    where i.is_additive
),

signed as (
    select f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        w.unit_code, f.numerator as whole_numerator, f.denominator as whole_denominator,
        0 as parts_numerator, 0 as parts_denominator
    from marts.fact_indicator as f
    inner join whole_unit as w on f.unit_key = w.unit_key
    where f.denominator > 0
    union all
    select f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        m.whole_code as unit_code, 0 as whole_numerator, 0 as whole_denominator,
        f.numerator as parts_numerator, f.denominator as parts_denominator
    from marts.fact_indicator as f
    inner join membership as m on f.unit_key = m.unit_key
    where f.denominator > 0
    union all
    select o.as_of_date, o.period_type, o.period_start, o.indicator_id, o.definition_version,
        w.unit_code, 0 as whole_numerator, 0 as whole_denominator,
        o.numerator as parts_numerator, o.denominator as parts_denominator
    from marts.indicator_own_office as o
    inner join whole_unit as w on o.unit_key = w.unit_key
    where o.denominator > 0
)

select
    s.as_of_date,
    s.period_type,
    s.period_start,
    s.unit_code,
    s.indicator_id,
    cast(sum(s.whole_numerator) as bigint) as whole_numerator,
    cast(sum(s.parts_numerator) as bigint) as parts_numerator,
    cast(sum(s.whole_denominator) as bigint) as whole_denominator,
    cast(sum(s.parts_denominator) as bigint) as parts_denominator
from signed as s
inner join summable as i on s.indicator_id = i.indicator_id and s.definition_version = i.definition_version
group by s.as_of_date, s.period_type, s.period_start, s.unit_code, s.indicator_id
having
    sum(s.whole_numerator) <> sum(s.parts_numerator)
    or sum(s.whole_denominator) <> sum(s.parts_denominator)
order by 1 nulls first, 2 nulls first, 3 nulls first, 4 nulls first, 5 nulls first
