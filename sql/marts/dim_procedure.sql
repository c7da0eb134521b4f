/*
name: marts.dim_procedure
title_vi: Danh mục thủ tục hành chính
description_vi: Thủ tục theo thời gian; thuộc tính để trống nghĩa là chưa biết.
grain: [procedure_code, valid_from]
materialized: table
*/
select
    p.procedure_code,
    p.procedure_name,
    p.field_name,
    cast(p.service_level as bigint) as service_level,
    p.returns_paper_result,
    p.has_fee,
    cast(p.legal_max_days as bigint) as legal_max_days,
    p.valid_from,
    p.valid_to
from reference.procedures as p
