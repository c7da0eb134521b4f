/*
name: on_time_plus_overdue_is_received
title_vi: Đúng hạn + quá hạn = đã tiếp nhận
description_vi: >
  Mỗi hồ sơ đã tiếp nhận hoặc đúng hạn hoặc quá hạn, không cả hai; hồ sơ chưa có ngày tiếp nhận thì không là gì cả.
severity: error
table: marts.fact_dossier
*/
select
    d.dossier_code,
    d.received_at,
    d.is_on_time,
    d.is_overdue
from marts.fact_dossier as d
where
    (d.received_at is not null and (d.is_on_time is null or d.is_overdue is null or d.is_on_time = d.is_overdue))
    or (d.received_at is null and (coalesce(d.is_on_time, false) or coalesce(d.is_overdue, false)))
order by d.dossier_code asc nulls first
