/*
name: reports.dossier_indicator
title_vi: Từng hồ sơ trong tử số, mẫu số của từng chỉ tiêu
description_vi: >
  Mỗi chỉ tiêu, mỗi đơn vị được tính và mỗi hồ sơ một dòng, tại ngày tính của lần chạy gần nhất. Cộng theo kỳ và đơn vị
  được đúng tử số, mẫu số của marts.fact_indicator (chỉ tiêu đếm thủ tục: số thủ tục khác nhau). Câu lệnh được ghép từ các tệp sql/indicators.
grain: [indicator_id, definition_version, counted_unit_key, dossier_code]
materialized: view
composed: indicators
*/
with
counted as (
    select
        d.as_of_date,
        d.dossier_code,
        d.unit_key,
        d.received_on,
        d.hierarchy_on,
        /* indicators: numerators and denominators */
        cast(count(*) as bigint) as dossiers
    from reports.dossier_as_of as d
    group by d.as_of_date, d.dossier_code, d.unit_key, d.received_on, d.hierarchy_on
),

judged as (
    /* indicators: one row each, by as_of_date, dossier_code, unit_key, received_on, hierarchy_on */
)

select
    j.as_of_date,
    j.indicator_id,
    j.definition_version,
    h.ancestor_key as counted_unit_key,
    j.unit_key,
    j.dossier_code,
    j.received_on,
    j.hierarchy_on,
    j.numerator,
    j.denominator,
    j.left_out
from judged as j
inner join marts.unit_hierarchy as h
    on j.unit_key = h.unit_key
    and j.hierarchy_on >= h.valid_from
    and (h.valid_to is null or j.hierarchy_on < h.valid_to)
