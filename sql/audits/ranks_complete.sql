/*
name: ranks_complete
title_vi: Thứ hạng đúng
description_vi: >
  Hạng của mỗi đơn vị bằng 1 cộng số đơn vị cùng nhóm hơn hẳn nó (so hai phân số bằng nhân chéo, không làm tròn; chiều hơn kém
  theo chỉ tiêu); peers_ranked bằng số đơn vị được xếp; đồng hạng khi và chỉ khi có đơn vị khác cùng hạng.
  Xếp theo hạng, mỗi đơn vị chỉ cần so với đơn vị ngay trước là đủ kết luận cả nhóm; nhóm nào sai mới so từng đôi để nêu hạng đúng.
severity: error
table: marts.rank_unit
*/
with
compared as (
    select
        r.as_of_date, r.period_type, r.period_start, r.indicator_id, r.peer_group,
        r.rank, r.peers_ranked, r.is_joint,
        cast(r.numerator as decimal(19, 0)) * cast(lag(r.denominator) over by_rank as decimal(19, 0)) as own_side,
        cast(lag(r.numerator) over by_rank as decimal(19, 0)) * cast(r.denominator as decimal(19, 0)) as side_before,
        lag(r.rank) over by_rank as rank_before,
        lead(r.rank) over by_rank as rank_after,
        row_number() over by_rank as place,
        i.direction
    from marts.rank_unit as r
    inner join marts.dim_indicator as i
        on r.indicator_id = i.indicator_id and r.definition_version = i.definition_version
    where r.rank is not null
    window by_rank as (
        partition by r.as_of_date, r.period_type, r.period_start, r.indicator_id, r.peer_group
        order by r.rank asc nulls last, r.unit_key asc nulls last
    )
),

wrong_group as (
    select distinct c.as_of_date, c.period_type, c.period_start, c.indicator_id, c.peer_group
    from compared as c
    where
        c.rank <> case when c.own_side = c.side_before then c.rank_before else c.place end
        or (c.own_side > c.side_before and c.direction = 'higher')
        or (c.own_side < c.side_before and c.direction = 'lower')
        or (c.rank_after is null and c.peers_ranked is distinct from c.place)
        or c.peers_ranked is null
        or c.is_joint is distinct from (
            coalesce(c.rank = c.rank_before, false) or coalesce(c.rank = c.rank_after, false)
        )
),

suspect as (
    select
        r.as_of_date, r.period_type, r.period_start, r.indicator_id, r.peer_group, r.unit_key,
        r.rank, r.peers_ranked, r.is_joint,
        cast(r.denominator as decimal(19, 0)) as denominator,
        cast(case when i.direction = 'lower' then -r.numerator else r.numerator end as decimal(19, 0)) as merit
    from marts.rank_unit as r
    inner join wrong_group as w
        on r.as_of_date = w.as_of_date and r.period_type = w.period_type and r.period_start = w.period_start
        and r.indicator_id = w.indicator_id and r.peer_group = w.peer_group
    inner join marts.dim_indicator as i
        on r.indicator_id = i.indicator_id and r.definition_version = i.definition_version
    where r.rank is not null
),

expected as (
    select
        a.as_of_date, a.period_type, a.period_start, a.indicator_id, a.peer_group, a.unit_key,
        a.rank, a.peers_ranked, a.is_joint,
        1 + count(*) filter (where b.merit * a.denominator > a.merit * b.denominator) as expected_rank,
        count(*) as expected_peers_ranked,
        count(*) filter (where b.merit * a.denominator = a.merit * b.denominator) > 1 as expected_is_joint
    from suspect as a
    inner join suspect as b
        on a.as_of_date = b.as_of_date and a.period_type = b.period_type and a.period_start = b.period_start
        and a.indicator_id = b.indicator_id and a.peer_group = b.peer_group
    group by a.as_of_date, a.period_type, a.period_start, a.indicator_id, a.peer_group, a.unit_key,
        a.rank, a.peers_ranked, a.is_joint
)

select
    e.as_of_date, e.period_type, e.period_start, e.indicator_id, e.peer_group, e.unit_key,
    e.rank, e.expected_rank, e.peers_ranked, e.expected_peers_ranked, e.is_joint, e.expected_is_joint
from expected as e
where
    e.rank <> e.expected_rank
    or e.peers_ranked is distinct from e.expected_peers_ranked
    or e.is_joint is distinct from e.expected_is_joint
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first, 4 asc nulls first, 5 asc nulls first, 6 asc nulls first
