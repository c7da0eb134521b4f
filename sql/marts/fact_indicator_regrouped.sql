/*
name: marts.fact_indicator_regrouped
title_vi: Giá trị chỉ tiêu theo đơn vị hiện nay
description_vi: >
  Như fact_indicator nhưng mọi kỳ quy về các đơn vị có hiệu lực tại ngày tính của lần chạy: hồ sơ của đơn vị cũ tính vào đơn vị
  kế tục nó. Phần không quy được (đơn vị cũ bị chia) chỉ tính ở cấp trên chung và liệt kê ở regroup_unattributed. Trước 01/07/2025 tỉnh
  Bắc Ninh chỉ gồm phần Bắc Giang cũ. Chỉ tiêu không cộng được theo đơn vị (is_additive sai) không có số quy đổi ở kỳ có thay đổi.
grain: [as_of_date, period_type, period_start, unit_key, indicator_id]
materialized: view
*/
select
    f.as_of_date, f.period_type, f.period_start, f.unit_key, f.unit_level, f.peer_group, f.indicator_id,
    f.definition_version, f.numerator, f.denominator, f.value_pct, f.score, f.max_score, f.is_provisional, f.engine, f.left_out,
    f.score_before_adjustment
from marts.fact_indicator as f
left join marts.regrouped_period as g
    on f.as_of_date = g.as_of_date and f.period_type = g.period_type and f.period_start = g.period_start
where g.as_of_date is null
union all
select
    c.as_of_date, c.period_type, c.period_start, c.unit_key, c.unit_level, c.peer_group, c.indicator_id,
    c.definition_version, c.numerator, c.denominator, c.value_pct, c.score, c.max_score, c.is_provisional, c.engine, c.left_out,
    c.score_before_adjustment
from marts.indicator_across_change as c
