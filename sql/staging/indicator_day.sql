/*
name: staging.indicator_day
title_vi: Tử số, mẫu số theo ngày, cộng dồn lên các cấp
description_vi: Mỗi hồ sơ được tính đúng một lần ở đơn vị giải quyết, ở huyện và ở tỉnh theo phân cấp của ngày tiếp nhận.
grain: [as_of_date, unit_key, received_on, indicator_id, definition_version]
materialized: table
*/
select
    d.as_of_date,
    r.ancestor_key as unit_key,
    d.received_on,
    d.indicator_id,
    d.definition_version,
    cast(sum(d.numerator) as bigint) as numerator,
    cast(sum(d.denominator) as bigint) as denominator,
    cast(sum(d.left_out) as bigint) as left_out
from staging.indicator_unit_day as d
inner join staging.unit_rollup_day as r
    on d.unit_key = r.unit_key and d.received_on = r.received_on
group by d.as_of_date, r.ancestor_key, d.received_on, d.indicator_id, d.definition_version
