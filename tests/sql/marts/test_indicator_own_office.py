from pathlib import Path

from small_world import build, rows_of


def test_own_office_and_children_add_up_to_the_unit(tmp_path: Path) -> None:
    codes = ["T01", "T01.S1", "T01.A", "T01.A.1", "T01.A.1", "T01.B.2"]
    with build(tmp_path, [{"unit_code": code} for code in codes]) as session:
        assert rows_of(
            session,
            "select u.unit_code, f.denominator as whole, o.denominator as own, sum(c.denominator)::bigint as children"
            " from marts.fact_indicator as f"
            " join marts.indicator_own_office as o using (as_of_date, period_type, period_start, unit_key, indicator_id)"
            " join marts.dim_unit as u using (unit_key)"
            " join marts.dim_unit as k on k.parent_unit_key = u.unit_key"
            " join marts.fact_indicator as c on c.unit_key = k.unit_key and c.as_of_date = f.as_of_date"
            "  and c.period_type = f.period_type and c.period_start = f.period_start and c.indicator_id = f.indicator_id"
            " where f.period_type = 'ytd' and f.indicator_id = 'reuse_rate' group by all order by 1",
        ) == [("T01", 6, 1, 5), ("T01.A", 3, 1, 2), ("T01.B", 1, 0, 1)]
