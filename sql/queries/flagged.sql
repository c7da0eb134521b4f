/*
name: flagged
title_vi: Hồ sơ bị một quy tắc cảnh báo
description_vi: Các hồ sơ bị một quy tắc cảnh báo nêu - mã, đơn vị, ngày giao, tệp và dòng; số dòng bằng quality.rule_result.
parameters:
  rule: {description_vi: Mã quy tắc (xem cds query rules)}
  unit: {description_vi: 'Mã đơn vị; % là mọi đơn vị', default: '%'}
*/
select
    f."Mã hồ sơ" as dossier_code,
    f."Mã đơn vị" as unit_code,
    f."Đơn vị" as unit_name,
    f."Hệ thống nguồn" as source_system,
    f."Ngày giao" as delivered_on,
    f."Tệp" as source_file,
    f."Dòng" as source_row
from reports.flagged_dossiers as f
where f."Mã quy tắc" = $rule and coalesce(f."Mã đơn vị", '') like $unit
order by
    f."Ngày giao" desc nulls last,
    f."Tệp" asc nulls last,
    f."Dòng" asc nulls last
