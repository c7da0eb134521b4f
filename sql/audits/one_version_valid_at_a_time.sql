/*
name: one_version_valid_at_a_time
title_vi: Mỗi lúc chỉ một phiên bản có hiệu lực
description_vi: >
  Trong một hệ thống nguồn, các khoảng hiệu lực [valid_from, valid_to) của một hồ sơ không chồng nhau, không khoảng nào
  kết thúc trước khi bắt đầu, và luôn còn một phiên bản đang hiệu lực. Khoảng rỗng (thay thế ngay trong ngày giao) được phép.
severity: error
table: marts.fact_dossier_version
*/
with
versioned as (
    select v.dossier_code, v.source_system, bool_or(v.valid_to is null) as has_open
    from marts.fact_dossier_version as v
    group by v.dossier_code, v.source_system
    having count(*) > 1 or bool_or(v.valid_to is not null)
),

interval_row as (
    select
        v.dossier_code, v.source_system, v.version_no, v.valid_from, v.valid_to, g.has_open,
        coalesce(v.valid_to, cast('9999-12-31' as date)) as ends
    from marts.fact_dossier_version as v
    inner join versioned as g on v.dossier_code = g.dossier_code and v.source_system = g.source_system
),

ordered as (
    select
        i.dossier_code, i.source_system, i.version_no, i.valid_from, i.valid_to, i.has_open, i.ends,
        max(case when i.valid_from < i.ends then i.ends end) over (
            partition by i.dossier_code, i.source_system
            order by i.valid_from asc nulls first, i.ends asc nulls first, i.version_no asc nulls first
            rows between unbounded preceding and 1 preceding
        ) as taken_until
    from interval_row as i
)

select o.dossier_code, o.source_system, o.version_no, o.valid_from, o.valid_to
from ordered as o
where
    o.valid_from is null
    or o.ends < o.valid_from
    or not o.has_open
    or (o.valid_from < o.ends and o.valid_from < o.taken_until)
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first
