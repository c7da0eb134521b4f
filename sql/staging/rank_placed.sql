/*
name: staging.rank_placed
title_vi: Thứ hạng để so với kỳ sau
description_vi: Mỗi đơn vị đã được xếp hạng trong một cuộc xếp hạng, chỉ những cột mà kỳ sau đem so.
grain: [basis, race, unit_key]
materialized: view
*/
select l.basis, l.race, l.unit_key, l.unit_code, l.value_pct, l.definition_version, l.parts_key, p.rank
from staging.rank_listed as l
inner join staging.rank_place as p on l.basis = p.basis and l.race = p.race and l.merit = p.merit
