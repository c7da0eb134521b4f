/*
name: indicators
title_vi: Định nghĩa chỉ tiêu
description_vi: Các chỉ tiêu và phiên bản định nghĩa có hiệu lực vào một ngày (ngày đầu kỳ), theo thứ tự trình bày.
parameters:
  on_date: {description_vi: Ngày (yyyy-mm-dd); để trống là mọi phiên bản, default: null}
*/
select
    i.indicator_id,
    i.definition_version,
    i.name_vi,
    i.definition_vi,
    i.numerator_def,
    i.denominator_def,
    i.direction,
    i.max_score,
    i.legal_basis,
    i.evidence,
    i.caveats_vi,
    i.is_additive,
    i.unit,
    i.source,
    i.indicator_group,
    i.valid_from,
    i.valid_to
from marts.dim_indicator as i
where
    $on_date is null
    or (
        cast($on_date as date) >= i.valid_from
        and (i.valid_to is null or cast($on_date as date) < i.valid_to)
    )
order by i.display_order asc nulls last, i.indicator_id asc nulls last, i.valid_from asc nulls last
