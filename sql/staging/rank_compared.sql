/*
name: staging.rank_compared
title_vi: Thứ hạng cạnh thứ hạng kỳ trước
description_vi: >
  Như rank_scored, kèm thứ hạng của kỳ trước đem so và số ấy của ai (rank_previous_basis). Theo đơn vị như đã có: của chính đơn vị, hoặc của
  các đơn vị nó kế tục quy về đơn vị hiện nay khi nó đã thay đổi từ sau đầu kỳ trước. Theo đơn vị hiện nay: luôn quy về đơn vị hiện nay.
  Kỳ trước theo phiên bản định nghĩa khác, hay đo được các phần khác, thì không so, và not_compared_reason nói vì sao.
grain: [basis, as_of_date, period_type, period_start, indicator_id, peer_group, unit_key]
materialized: view
*/
with
touched as (
    select n.period_no, c.unit_code,
        case when bool_or(c.is_partial) then 'predecessors_partial' when bool_or(c.is_foreign) then 'predecessors' else 'own' end
            as basis_before
    from staging.period as p
    inner join staging.rank_period as n
        on p.as_of_date = n.as_of_date and p.period_type = n.period_type and p.period_start = n.period_start
    inner join staging.unit_touched as c
        on c.changed_on > p.previous_period_start and c.changed_on < p.period_end and c.changed_on <= p.as_of_date
    group by n.period_no, c.unit_code
),

regrouped as (
    select n.period_no
    from marts.regrouped_period as g
    inner join staging.rank_period as n
        on g.as_of_date = n.as_of_date and g.period_type = n.period_type and g.period_start = n.period_start
),

chosen as (
    select
        s.*,
        case when s.basis = 'regrouped' then 'regrouped' else coalesce(c.basis_before, 'own') end as basis_before,
        s.basis = 'as_was' and c.unit_code is null as is_same_unit,
        case
            when s.basis = 'as_was' and c.unit_code is null then 'as_was'
            when s.basis = 'regrouped' and r.period_no is null then 'as_was'
            else 'regrouped'
        end as compared_basis
    from staging.rank_scored as s
    left join touched as c on s.basis = 'as_was' and s.period_no = c.period_no and s.unit_code = c.unit_code
    left join regrouped as r on s.previous_period_no = r.period_no
),

compared as (
    select
        c.*,
        p.rank as rank_before,
        p.value_pct as value_before_pct,
        p.definition_version as version_before,
        p.parts_key as parts_before
    from chosen as c
    left join staging.rank_placed as p
        on c.compared_basis = p.basis
        and c.previous_race = p.race
        and c.unit_code = p.unit_code
        and (c.is_same_unit or c.unit_key = p.unit_key)
),

judged as (
    select
        c.*,
        c.rank is not null and c.rank_before is not null as has_both,
        c.definition_version = c.version_before as is_same_version,
        coalesce(c.parts_key = c.parts_before, true) as is_same_parts
    from compared as c
)

select
    j.basis,
    j.as_of_date,
    j.period_type,
    j.period_start,
    j.indicator_id,
    j.peer_group,
    j.unit_key,
    j.unit_code,
    j.unit_name,
    j.numerator,
    j.denominator,
    j.value_pct,
    j.rank,
    j.peers_ranked,
    j.is_joint,
    case when j.has_both and j.is_same_version and j.is_same_parts then j.rank_before end as rank_previous,
    case when j.has_both and j.is_same_version and j.is_same_parts then j.value_before_pct end as value_previous_pct,
    j.gap_to_above_pp,
    j.gap_to_first_pp,
    j.band,
    j.not_ranked_reason,
    j.definition_version,
    case when j.has_both and j.is_same_version and j.is_same_parts then j.basis_before end as rank_previous_basis,
    j.score,
    j.max_score,
    j.is_partial,
    case
        when not j.has_both then null
        when not j.is_same_version then 'kỳ trước theo định nghĩa khác (' || j.version_before || ')'
        when not j.is_same_parts then 'kỳ trước đo được các phần khác'
    end as not_compared_reason
from judged as j
