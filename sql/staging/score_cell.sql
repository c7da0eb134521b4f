/*
name: staging.score_cell
title_vi: Điểm nhóm và tổng điểm của từng đơn vị, kỳ
description_vi: >
  Điểm nhóm là tổng điểm đã làm tròn của các chỉ tiêu, tổng điểm là tổng điểm các nhóm; điều chỉnh theo quyết định cộng vào, trong khoảng
  từ 0 đến điểm đo được.
grain: [basis, as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: table
*/
with
group_score as (
    select
        p.*,
        case
            when p.adjustment_points is null or p.measured_points = 0 then p.score
            else least(p.measured_points, greatest(cast(0 as decimal(9, 2)), p.score + p.adjustment_points))
        end as score_after
    from staging.score_part as p
),

total as (
    select
        g.basis,
        g.as_of_date,
        g.period_type,
        g.period_start,
        g.unit_key,
        cast(sum(g.score_after) as decimal(9, 2)) as score,
        cast(sum(g.measured_points) as decimal(9, 2)) as measured_points,
        cast(sum(g.parts_key) as decimal(38, 0)) as parts_key,
        bool_or(g.has_figures) as has_figures,
        concat_ws(
            ', ',
            max(case when g.code = 'CKMB' and g.measured_points < g.max_score then 'CKMB' end),
            max(case when g.code = 'TDGQ' and g.measured_points < g.max_score then 'TDGQ' end),
            max(case when g.code = 'MDSH' and g.measured_points < g.max_score then 'MDSH' end),
            max(case when g.code = 'CLGQ' and g.measured_points < g.max_score then 'CLGQ' end),
            max(case when g.code = 'TTTT' and g.measured_points < g.max_score then 'TTTT' end),
            max(case when g.code = 'MDHL' and g.measured_points < g.max_score then 'MDHL' end)
        ) as partial_groups
    from group_score as g
    group by g.basis, g.as_of_date, g.period_type, g.period_start, g.unit_key
)

select
    g.basis, g.as_of_date, g.period_type, g.period_start, g.unit_key, g.indicator_id, g.definition_version,
    g.max_score, g.measured_points, g.parts_key, g.has_figures,
    g.score_after as score,
    case when g.adjustment_points is not null and g.measured_points > 0 then g.score end as score_before_adjustment,
    case when g.measured_points < g.max_score then g.code end as partial_groups
from group_score as g
union all
select
    t.basis, t.as_of_date, t.period_type, t.period_start, t.unit_key, d.indicator_id, d.definition_version,
    d.max_score, t.measured_points, t.parts_key, t.has_figures,
    case
        when a.points is null or t.measured_points = 0 then t.score
        else least(t.measured_points, greatest(cast(0 as decimal(9, 2)), t.score + a.points))
    end as score,
    case when a.points is not null and t.measured_points > 0 then t.score end as score_before_adjustment,
    nullif(t.partial_groups, '') as partial_groups
from total as t
inner join staging.score_definition as d
    on d.indicator_group = 'total'
    and t.period_start >= d.valid_from
    and (d.valid_to is null or t.period_start < d.valid_to)
left join staging.adjustment_cell as a
    on t.as_of_date = a.as_of_date
    and t.period_type = a.period_type
    and t.period_start = a.period_start
    and t.unit_key = a.unit_key
    and d.indicator_id = a.indicator_id
