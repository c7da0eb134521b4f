/*
name: staging.score_definition
title_vi: Điểm nhóm và tổng điểm theo thời gian
description_vi: >
  Sáu nhóm của Quyết định 766 và tổng điểm. Phiên bản mới bắt đầu mỗi khi một chỉ tiêu của nhóm đổi định nghĩa, đổi điểm hoặc nhóm
  đổi số điểm, và mang tên ngày ấy: điểm của hai phiên bản không so được với nhau.
grain: [indicator_id, definition_version]
materialized: table
*/
with
score_group as (
    select g.indicator_id, g.indicator_group, g.code, g.name_vi, g.name_en, g.display_order
    from (
        values
            ('group_transparency', 'transparency', 'CKMB', 'Công khai, minh bạch', 'Transparency', 201),
            ('group_progress', 'progress', 'TDGQ', 'Tiến độ giải quyết', 'Progress', 202),
            ('group_digitization', 'digitization', 'MDSH', 'Mức độ số hóa hồ sơ', 'Digitization', 203),
            ('group_online_services', 'online_services', 'CLGQ', 'Cung cấp dịch vụ công trực tuyến', 'Online services', 204),
            ('group_payment', 'payment', 'TTTT', 'Thanh toán trực tuyến', 'Online payment', 205),
            ('group_satisfaction', 'satisfaction', 'MDHL', 'Mức độ hài lòng', 'Satisfaction', 206)
    ) as g (indicator_id, indicator_group, code, name_vi, name_en, display_order)
),

points as (
    select p.subject as indicator_group, p.value, p.valid_from, p.valid_to
    from reference.parameters as p
    where p.parameter = 'group_points'
),

change as (
    select r.indicator_group, r.valid_from as starts_on from staging.indicator_rule as r where r.max_score is not null
    union
    select r.indicator_group, r.valid_to as starts_on
    from staging.indicator_rule as r
    where r.max_score is not null and r.valid_to is not null
    union
    select p.indicator_group, p.valid_from as starts_on from points as p
),

change_of as (
    select g.indicator_id, g.indicator_group, c.starts_on
    from score_group as g
    inner join change as c on g.indicator_group = c.indicator_group
    union
    select 'total_score' as indicator_id, 'total' as indicator_group, c.starts_on from change as c
),

span as (
    select c.indicator_id, c.indicator_group, c.starts_on,
        lead(c.starts_on, 1) over (partition by c.indicator_id order by c.starts_on asc nulls last) as ends_on
    from change_of as c
),

worth as (
    select s.indicator_id, s.starts_on, cast(sum(p.value) as decimal(9, 2)) as max_score
    from span as s
    inner join points as p
        on (s.indicator_group = 'total' or s.indicator_group = p.indicator_group)
        and s.starts_on >= p.valid_from
        and (p.valid_to is null or s.starts_on < p.valid_to)
    group by s.indicator_id, s.starts_on
)

select
    s.indicator_id,
    'v' || cast(s.starts_on as string) as definition_version,
    s.indicator_group,
    coalesce(g.code, 'TONG_SCORE') as code,
    coalesce('Điểm ' || g.name_vi || ' (' || g.code || ')', 'Tổng điểm') as name_vi,
    coalesce(g.name_en, 'Total score') as name_en,
    coalesce(g.display_order, 200) as display_order,
    w.max_score,
    s.starts_on as valid_from,
    s.ends_on as valid_to
from span as s
inner join worth as w on s.indicator_id = w.indicator_id and s.starts_on = w.starts_on
left join score_group as g on s.indicator_id = g.indicator_id
