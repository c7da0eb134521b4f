/*
name: published_periods
title_vi: Ngày tính và kỳ đã công bố
description_vi: Mọi ngày tính, loại kỳ và ngày đầu kỳ có trong kho; kỳ đang mở là số tạm tính.
*/
select
    f.as_of_date,
    f.period_type,
    f.period_start,
    bool_or(f.is_provisional) as is_provisional
from marts.fact_indicator as f
group by f.as_of_date, f.period_type, f.period_start
order by f.as_of_date desc nulls last, f.period_type asc nulls last, f.period_start desc nulls last
