"""What belongs to no single unit of today is listed, with how many."""

from pathlib import Path

from reform_world import TABLES, YTD, dossiers, reform_rows
from small_world import build, rows_of

LISTED = (
    "select u.unit_code, c.unit_code as today, f.numerator, f.denominator"
    " from marts.regroup_unattributed as f inner join marts.dim_unit as u using (unit_key)"
    f" left join marts.dim_unit as c on f.counted_unit_key = c.unit_key {YTD} order by 1"
)


def test_a_split_commune_is_listed_with_the_district_that_surely_holds_it(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        assert rows_of(session, LISTED) == [("T01.B.2", "T02.A", 2, 3)]


def test_a_unit_without_successor_is_in_no_figure_and_listed(tmp_path: Path) -> None:
    lineage = TABLES["unit_lineage"].replace("T01.A.1,T02.A.1,2023-07-01,moved\n", "")
    rows = dossiers("T01.A.1", 1, 2, "before") + dossiers("T02.A.1", 0, 1, "after")
    with build(tmp_path, rows, units=TABLES["units"], unit_lineage=lineage) as session:
        assert rows_of(session, LISTED) == [("T01.A.1", None, 1, 2)]
        assert rows_of(
            session,
            "select f.denominator from marts.fact_indicator_regrouped as f"
            f" {YTD} and f.unit_level = 'province'",
        ) == [(1,)]
