/*
name: parameters
title_vi: Tham số
description_vi: Mức xếp loại, điểm của nhóm, số đơn vị dẫn đầu và cuối bảng, tham số riêng của chỉ tiêu; có hiệu lực vào một ngày.
parameters:
  on_date: {description_vi: Ngày (yyyy-mm-dd); để trống là mọi thời gian, default: null}
*/
select
    p.parameter,
    p.subject,
    p.value,
    p.label,
    p.evidence,
    p.valid_from,
    p.valid_to
from reference.parameters as p
where
    $on_date is null
    or (
        p.valid_from <= cast($on_date as date)
        and (p.valid_to is null or cast($on_date as date) < p.valid_to)
    )
order by p.parameter asc nulls last, p.subject asc nulls last, p.value desc nulls last, p.valid_from asc nulls last
