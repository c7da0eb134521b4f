/*
name: adjustments_apply
title_vi: Mọi điều chỉnh theo quyết định đều khớp một ô điểm
description_vi: >
  Dòng của adjustments.csv không khớp đơn vị, chỉ tiêu có điểm, loại kỳ và ngày đầu kỳ nào thì không có tác dụng. Kiểm tra mã chỉ tiêu, ngày
  đầu kỳ (ngày đầu tháng, quý, năm), và chỉ tiêu có chấm điểm trong kỳ ấy. Không xét dòng của năm khác và quyết định sau ngày tính.
severity: warning
table: marts.score_adjustment
*/
with
run_day as (
    select max(f.as_of_date) as as_of_date, min(f.period_start) as first_start from marts.fact_indicator as f
)

select
    a.unit_code, a.indicator_id, a.period_type, a.period_start, a.points, a.reason, a.decided_by, a.decided_on
from reference.adjustments as a
cross join run_day as r
where
    (a.decided_on is null or a.decided_on <= r.as_of_date)
    and (a.period_start is null or (a.period_start >= r.first_start and a.period_start <= r.as_of_date))
    and not exists (
        select 1
        from marts.score_adjustment as s
        where
            s.as_of_date = r.as_of_date
            and s.unit_code = a.unit_code
            and s.indicator_id = a.indicator_id
            and (a.period_type is null or a.period_type = s.period_type)
            and (a.period_start is null or a.period_start = s.period_start)
            and s.points = cast(a.points as decimal(9, 2))
    )
order by 1 asc nulls first, 2 asc nulls first, 3 asc nulls first, 4 asc nulls first, 5 asc nulls first
