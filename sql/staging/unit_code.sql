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
select u.gso_code as code, u.unit_key, u.valid_from, u.valid_to
from reference.units as u
where length(u.gso_code) in (3, 5)
union
select a.alias_code as code, u.unit_key, u.valid_from, u.valid_to
from reference.unit_code_alias as a
inner join reference.units as u on a.unit_code = u.unit_code
