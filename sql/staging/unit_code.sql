/*
name: staging.unit_code
title_vi: Mọi mã của một đơn vị
description_vi: Mã định danh, mã GSO 3 hoặc 5 chữ số và mã khác của từng đơn vị theo thời gian.
grain: [code, unit_key]
materialized: table
*/
select u.unit_code as code, u.unit_key, u.valid_from, u.valid_to
from reference.units as u
union
select a.alias_code as code, u.unit_key, u.valid_from, u.valid_to
from reference.unit_code_alias as a
inner join reference.units as u
    on a.unit_code = u.unit_code
    and (a.valid_to is null or u.valid_from < a.valid_to)
    and (a.valid_from is null or u.valid_to is null or u.valid_to > a.valid_from)
