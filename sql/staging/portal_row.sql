/*
name: staging.portal_row
title_vi: Con số Cổng công bố đã đọc
description_vi: >
  Mọi con số trong các tệp kết quả của Cổng giao đến hết ngày as_of, tốt hay hỏng, kèm cách tra đơn vị và ngày dùng để tra
  (ngày cuối kỳ, hoặc ngày giao khi kỳ còn mở). is_repeated: trùng nguyên với lần công bố liền trước của cùng đơn vị, kỳ, chỉ tiêu.
grain: [source_file, source_row, figure_no]
materialized: table
*/
with
placed as (
    select
        p.*,
        coalesce(p.unit_ref_code, '|' || coalesce(p.unit_full_key, '') || '|' || coalesce(p.unit_parent_key, '')) as unit_label,
        greatest(
            p.period_start,
            least(
                p.delivered_on,
                case p.period_type
                    when 'month' then last_day(p.period_start)
                    when 'quarter' then last_day(cast(p.period_start + interval 2 month as date))
                    when 'half' then last_day(cast(p.period_start + interval 5 month as date))
                    else last_day(cast(p.period_start + interval 11 month as date))
                end
            )
        ) as on_date,
        concat_ws(
            '|',
            coalesce(p.unit_name, '~'), coalesce(cast(p.numerator as string), '~'),
            coalesce(cast(p.denominator as string), '~'), coalesce(cast(p.value_pct as string), '~'),
            coalesce(cast(p.score as string), '~'), coalesce(cast(p.max_score as string), '~'),
            coalesce(cast(p.rank as string), '~'), coalesce(cast(p.overdue as string), '~'),
            coalesce(p.quality_status, '~'), coalesce(p.quality_note, '~'), cast(p.is_parent as string)
        ) as content
    from lake.portal as p
    cross join staging.run as r
    where p.delivered_on <= r.as_of_date
)

select
    p.source_system,
    p.delivered_on,
    p.source_file,
    p.source_row,
    p.figure_no,
    p.observed_on,
    p.period_type,
    p.period_start,
    p.on_date,
    p.unit_code,
    p.unit_name,
    p.unit_label,
    p.unit_ref_code,
    case when p.unit_full_key is not null then '||' || p.unit_full_key || '|' || coalesce(p.unit_parent_key, '') end as name_ref,
    p.unit_full_key,
    p.unit_name_key,
    p.unit_type_key,
    p.unit_parent_key,
    p.published_level,
    p.is_parent,
    p.indicator_id,
    p.metric_code,
    p.numerator,
    p.denominator,
    p.value_pct,
    p.score,
    p.max_score,
    p.rank,
    p.overdue,
    p.quality_status,
    p.quality_note,
    p.is_provisional,
    p.broken_rules,
    p.warnings,
    p.broken_rules is null and p.content is not distinct from lag(p.content) over (
        partition by
            p.broken_rules is null, p.period_type, p.period_start, p.unit_label, p.indicator_id, p.metric_code
        order by
            p.delivered_on asc nulls last, p.source_file asc nulls last, p.source_row asc nulls last,
            p.figure_no asc nulls last
    ) as is_repeated
from placed as p
