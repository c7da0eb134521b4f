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
select
    c.as_of_date,
    c.period_type,
    c.period_start,
    c.indicator_id,
    c.peer_group,
    c.unit_key,
    c.unit_code,
    c.unit_name,
    c.numerator,
    c.denominator,
    c.value_pct,
    c.rank,
    c.peers_ranked,
    c.is_joint,
    c.rank_previous,
    c.rank_previous - c.rank as rank_change,
    c.value_pct - c.value_previous_pct as value_change_pp,
    c.gap_to_above_pp,
    c.gap_to_first_pp,
    c.band,
    c.not_ranked_reason,
    c.definition_version,
    c.rank_previous_basis,
    c.score,
    c.max_score,
    c.is_partial,
    c.not_compared_reason
from staging.rank_compared as c
where c.basis = 'as_was'
