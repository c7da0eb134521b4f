/*
name: staging.rank_listed
title_vi: Đơn vị được liệt kê trong từng nhóm ngang cấp
description_vi: >
  Mọi giá trị, điểm nhóm và tổng điểm trong từng nhóm ngang cấp, lý do không xếp hạng nếu có, và phân số đem so (fraction; chỉ tiêu càng thấp
  càng tốt thì đổi dấu). race là số của cuộc xếp hạng: kỳ, chỉ tiêu, nhóm; previous_race là cuộc ấy ở kỳ trước. Điểm: tử số và mẫu số là điểm đạt được và điểm đo được (phần trăm điểm); chỉ xếp chung đơn vị đo được cùng các phần.
grain: [basis, as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: view
*/
with
figure as (
    select 'as_was' as basis, f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        f.unit_key, f.numerator, f.denominator, f.value_pct, f.score, f.max_score,
        cast(null as decimal(38, 0)) as parts_key, true as has_figures, false as is_partial
    from marts.fact_indicator as f
    union all
    select 'regrouped' as basis, f.as_of_date, f.period_type, f.period_start, f.indicator_id, f.definition_version,
        f.unit_key, f.numerator, f.denominator, f.value_pct, f.score, f.max_score,
        cast(null as decimal(38, 0)) as parts_key, true as has_figures, false as is_partial
    from marts.indicator_across_change as f
    union all
    select s.basis, s.as_of_date, s.period_type, s.period_start, s.indicator_id, s.definition_version, s.unit_key,
        cast(100 * s.score as bigint) as numerator, cast(100 * s.measured_points as bigint) as denominator,
        100.0e0 * cast(s.score as double) / nullif(cast(s.measured_points as double), 0) as value_pct,
        case when s.measured_points > 0 then cast(s.score as double) end as score,
        cast(s.max_score as double) as max_score, s.parts_key, s.has_figures, s.measured_points < s.max_score as is_partial
    from staging.score_cell as s
),

rule as (
    select r.indicator_id, r.definition_version, r.valid_from, r.valid_to, r.min_denominator, r.direction, r.unit
    from staging.indicator_rule as r
    union all
    select d.indicator_id, d.definition_version, d.valid_from, d.valid_to, 1 as min_denominator,
        'higher' as direction, 'percent' as unit
    from staging.score_definition as d
),

numbered_rule as (
    select r.*, dense_rank() over (order by r.indicator_id asc nulls last) as indicator_no from rule as r
),

numbered_peer as (
    select p.unit_key, p.peer_group, dense_rank() over (order by p.peer_group asc nulls last) as peer_no
    from staging.peer as p
),

standing as (
    select f.*, u.unit_code, u.unit_name, p.period_no, p.previous_period_no,
        f.basis = 'regrouped'
            or (u.valid_from <= p.last_on and (u.valid_to is null or u.valid_to > p.last_on)) as stood_at_end
    from figure as f
    inner join marts.dim_unit as u on f.unit_key = u.unit_key
    inner join staging.rank_period as p
        on f.as_of_date = p.as_of_date and f.period_type = p.period_type and f.period_start = p.period_start
),

listed as (
    select
        f.*,
        g.peer_group,
        (f.period_no * 10000 + i.indicator_no) * 10000 + g.peer_no as race,
        (f.previous_period_no * 10000 + i.indicator_no) * 10000 + g.peer_no as previous_race,
        i.unit,
        case when i.unit = 'days' then 1.0e0 / nullif(86400.0e0, 0) else 100.0e0 end as gap_unit,
        case
            when not f.stood_at_end then 'không có hiệu lực vào ngày cuối kỳ'
            when f.denominator = 0 and f.parts_key is not null then 'chưa đo được phần nào của điểm này'
            when f.denominator = 0 or not f.has_figures then 'không phát sinh hồ sơ trong kỳ'
            when f.denominator < i.min_denominator
                then 'mẫu số dưới mức tối thiểu ' || cast(i.min_denominator as string)
            when f.parts_key <> c.parts_key
                then 'đo được các phần khác với các đơn vị cùng nhóm, không xếp chung'
        end as not_ranked_reason,
        case when i.direction = 'lower' then -1.0e0 else 1.0e0 end * f.numerator / nullif(f.denominator, 0) as fraction
    from standing as f
    inner join numbered_peer as g on f.unit_key = g.unit_key
    inner join numbered_rule as i
        on f.indicator_id = i.indicator_id
        and f.definition_version = i.definition_version
        and f.period_start >= i.valid_from
        and (i.valid_to is null or f.period_start < i.valid_to)
    left join staging.score_comparable as c
        on f.basis = c.basis
        and f.as_of_date = c.as_of_date
        and f.period_type = c.period_type
        and f.period_start = c.period_start
        and f.indicator_id = c.indicator_id
        and g.peer_group = c.peer_group
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
    l.unit,
    l.gap_unit,
    l.not_ranked_reason,
    case when l.not_ranked_reason is null then l.fraction end as merit
from listed as l
