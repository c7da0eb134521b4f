/*
name: marts.rank_unit
title_vi: Xếp hạng đơn vị
description_vi: >
  Xếp hạng theo phân số đúng (không làm tròn) trong từng nhóm ngang cấp; đồng hạng chỉ khi hai phân số bằng nhau.
  Xã còn được xếp hạng trong huyện của mình (district:<mã huyện>). Đơn vị không có giá trị, mẫu số dưới mức tối thiểu hoặc đã kết thúc
  trước ngày cuối kỳ vẫn được liệt kê, không xếp hạng, kèm lý do. rank_change dương là lên hạng. Đơn vị thay đổi từ sau đầu kỳ trước được
  so với số của chính nó và các đơn vị nó kế tục, quy về đơn vị hiện nay; rank_previous_basis nói so với số nào. Kỳ trước theo phiên bản định
  nghĩa khác, hay điểm đo được trên các phần khác, thì không so: rank_previous, value_change_pp trống và not_compared_reason nói vì sao.
  indicator_id group_* và total_score xếp hạng điểm nhóm, tổng điểm (kỳ từ tuần trở lên): tử số, mẫu số là điểm đạt được, điểm đo được tính
  bằng phần trăm điểm; is_partial là còn phần chưa đo được. Chỉ xếp chung các đơn vị đo được cùng các phần (các phần mà nhiều đơn vị trong
  nhóm đo được nhất); đơn vị khác được liệt kê kèm lý do.
grain: [as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: table
*/
with
own as (
    select
        s.as_of_date, s.period_type, s.period_start, s.indicator_id, s.definition_version, s.peer_group, s.unit_key,
        s.unit_code, s.unit_name, s.numerator, s.denominator, s.value_pct, s.score, s.max_score, s.parts_key,
        s.is_partial, s.band, s.merit, s.rank, s.peers_ranked, s.is_joint, s.gap_to_above_pp, s.gap_to_first_pp,
        s.not_ranked_reason, s.previous_as_of_date, s.previous_period_start
    from staging.rank_scored as s
    where s.basis = 'as_was'
),

touched as (
    select p.as_of_date, p.period_type, p.period_start, c.unit_code,
        bool_or(c.is_foreign) as is_foreign, bool_or(c.is_partial) as is_partial
    from staging.period as p
    inner join staging.unit_touched as c
        on c.changed_on > p.previous_period_start and c.changed_on < p.period_end and c.changed_on <= p.as_of_date
    group by p.as_of_date, p.period_type, p.period_start, c.unit_code
),

compared as (
    select
        t.*,
        case when c.unit_code is null then b.rank else g.rank end as rank_before,
        case when c.unit_code is null then b.value_pct else g.value_pct end as value_before_pct,
        case when c.unit_code is null then b.definition_version else g.definition_version end as version_before,
        case when c.unit_code is null then b.parts_key else g.parts_key end as parts_before,
        case
            when c.unit_code is null then 'own'
            when c.is_partial then 'predecessors_partial'
            when c.is_foreign then 'predecessors'
            else 'own'
        end as basis_before
    from own as t
    left join touched as c
        on t.as_of_date = c.as_of_date
        and t.period_type = c.period_type
        and t.period_start = c.period_start
        and t.unit_code = c.unit_code
    left join own as b
        on t.previous_as_of_date = b.as_of_date
        and t.period_type = b.period_type
        and t.previous_period_start = b.period_start
        and t.indicator_id = b.indicator_id
        and t.peer_group = b.peer_group
        and t.unit_code = b.unit_code
        and b.merit is not null
    left join staging.rank_regrouped as g
        on t.previous_as_of_date = g.as_of_date
        and t.period_type = g.period_type
        and t.previous_period_start = g.period_start
        and t.indicator_id = g.indicator_id
        and t.peer_group = g.peer_group
        and t.unit_key = g.unit_key
        and g.merit is not null
),

judged as (
    select
        c.*,
        case
            when c.merit is null or c.rank_before is null then null
            when c.definition_version <> c.version_before
                then 'kỳ trước theo định nghĩa khác (' || c.version_before || ')'
            when c.parts_key <> c.parts_before then 'kỳ trước đo được các phần khác'
        end as not_compared_reason,
        c.merit is not null
            and c.rank_before is not null
            and c.definition_version = c.version_before
            and coalesce(c.parts_key = c.parts_before, true) as is_compared
    from compared as c
)

select
    t.as_of_date,
    t.period_type,
    t.period_start,
    t.indicator_id,
    t.peer_group,
    t.unit_key,
    t.unit_code,
    t.unit_name,
    t.numerator,
    t.denominator,
    t.value_pct,
    t.rank,
    t.peers_ranked,
    t.is_joint,
    case when t.is_compared then t.rank_before end as rank_previous,
    case when t.is_compared then t.rank_before - t.rank end as rank_change,
    case when t.is_compared then t.value_pct - t.value_before_pct end as value_change_pp,
    t.gap_to_above_pp,
    t.gap_to_first_pp,
    t.band,
    t.not_ranked_reason,
    t.definition_version,
    case when t.is_compared then t.basis_before end as rank_previous_basis,
    t.score,
    t.max_score,
    t.is_partial,
    t.not_compared_reason
from judged as t
