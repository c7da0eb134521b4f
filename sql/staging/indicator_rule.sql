/*
name: staging.indicator_rule
title_vi: Tham số của từng chỉ tiêu theo thời gian
description_vi: >
  Điểm tối đa, mức đủ điểm và mẫu số tối thiểu của mỗi phiên bản định nghĩa trong từng giai đoạn: theo định nghĩa, trừ khi
  parameters.csv ghi khác cho giai đoạn ấy.
grain: [indicator_id, definition_version, valid_from]
materialized: table
*/
with
own as (
    select p.subject as indicator_id, p.parameter, p.value, p.valid_from, p.valid_to
    from reference.parameters as p
    where p.parameter in ('max_score', 'full_marks_at_pct', 'min_denominator')
),

change as (
    select d.indicator_id, d.definition_version, d.valid_from as starts_on
    from reference.indicator_definitions as d
    union
    select d.indicator_id, d.definition_version, o.valid_from as starts_on
    from reference.indicator_definitions as d
    inner join own as o on d.indicator_id = o.indicator_id
    where o.valid_from > d.valid_from and (d.valid_to is null or o.valid_from < d.valid_to)
    union
    select d.indicator_id, d.definition_version, o.valid_to as starts_on
    from reference.indicator_definitions as d
    inner join own as o on d.indicator_id = o.indicator_id
    where o.valid_to > d.valid_from and (d.valid_to is null or o.valid_to < d.valid_to)
),

span as (
    select c.indicator_id, c.definition_version, c.starts_on,
        lead(c.starts_on, 1) over (
            partition by c.indicator_id, c.definition_version order by c.starts_on asc nulls last
        ) as ends_on
    from change as c
)

select
    s.indicator_id,
    s.definition_version,
    s.starts_on as valid_from,
    coalesce(s.ends_on, d.valid_to) as valid_to,
    cast(coalesce(m.value, d.max_score) as decimal(9, 2)) as max_score,
    cast(coalesce(f.value, d.full_marks_at_pct) as decimal(9, 2)) as full_marks_at_pct,
    cast(coalesce(n.value, d.min_denominator) as bigint) as min_denominator,
    d.indicator_group,
    d.unit,
    d.direction,
    d.empty_value_pct,
    d.empty_score,
    d.left_out_def is not null as says_left_out,
    d.is_additive,
    d.source
from span as s
inner join reference.indicator_definitions as d
    on s.indicator_id = d.indicator_id and s.definition_version = d.definition_version
left join own as m
    on s.indicator_id = m.indicator_id and m.parameter = 'max_score'
    and s.starts_on >= m.valid_from and (m.valid_to is null or s.starts_on < m.valid_to)
left join own as f
    on s.indicator_id = f.indicator_id and f.parameter = 'full_marks_at_pct'
    and s.starts_on >= f.valid_from and (f.valid_to is null or s.starts_on < f.valid_to)
left join own as n
    on s.indicator_id = n.indicator_id and n.parameter = 'min_denominator'
    and s.starts_on >= n.valid_from and (n.valid_to is null or s.starts_on < n.valid_to)
