/*
name: marts.unit_hierarchy
title_vi: Phân cấp đơn vị theo thời gian
description_vi: >
  Mỗi đơn vị với chính nó và từng đơn vị cấp trên, kèm khoảng thời gian quan hệ ấy có hiệu lực. Hồ sơ của một ngày
  được tính vào các đơn vị cấp trên của ngày đó.
grain: [unit_key, ancestor_key, valid_from]
materialized: table
*/
select
    a.unit_key,
    a.ancestor_key,
    a.valid_from,
    nullif(a.valid_to, cast('9999-12-31' as date)) as valid_to
from staging.unit_ancestor as a
