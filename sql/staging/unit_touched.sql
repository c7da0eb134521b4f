/*
name: staging.unit_touched
title_vi: Đơn vị bị thay đổi chạm tới
description_vi: >
  Mỗi đơn vị và ngày mà từ đó nó không còn là nó của trước: đổi tên, nhận đơn vị khác (is_foreign), hoặc nhận hay giữ một phần của đơn vị
  cùng cấp bị chia (is_partial). Huyện bị bỏ không làm số của xã thiếu phần nào: hồ sơ của cơ quan huyện chưa bao giờ là của xã.
grain: [unit_code, changed_on]
materialized: table
*/
with
heir as (
    select l.old_unit_code, l.valid_from, count(distinct l.new_unit_code) as heirs
    from reference.unit_lineage as l
    group by l.old_unit_code, l.valid_from
),

level as (
    select distinct u.unit_code, u.unit_level from reference.units as u
),

touched as (
    select
        l.new_unit_code as unit_code,
        l.valid_from as changed_on,
        l.old_unit_code <> l.new_unit_code as is_foreign,
        h.heirs > 1 and o.unit_level = n.unit_level as is_partial
    from reference.unit_lineage as l
    inner join heir as h on l.old_unit_code = h.old_unit_code and l.valid_from = h.valid_from
    inner join level as o on l.old_unit_code = o.unit_code
    inner join level as n on l.new_unit_code = n.unit_code
    union all
    select u.unit_code, u.valid_from as changed_on, false as is_foreign, false as is_partial
    from reference.units as u
)

select t.unit_code, t.changed_on, bool_or(t.is_foreign) as is_foreign, bool_or(t.is_partial) as is_partial
from touched as t
group by t.unit_code, t.changed_on
