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
    p.service_level,
    p.returns_paper_result,
    p.has_fee,
    p.legal_max_days,
    p.valid_from,
    p.valid_to
from reference.procedures as p
