"""Only periods that a change falls into, or after, are regrouped."""

from pathlib import Path

from reform_world import TABLES, dossiers
from small_world import build, rows_of

MONTHS = (
    "select period_start::varchar from marts.regrouped_period where period_type = 'month'"
    " and as_of_date = (select as_of_date from staging.run) order by 1"
)


def test_periods_that_start_before_the_last_change_are_regrouped(tmp_path: Path) -> None:
    with build(tmp_path, dossiers("T02.A.1", 1, 1, "after"), **TABLES) as session:
        assert [row[0] for row in rows_of(session, MONTHS)] == [
            f"2023-{month:02d}-01" for month in range(1, 7)
        ]


def test_a_dossier_of_an_ended_unit_makes_its_period_one(tmp_path: Path) -> None:
    with build(tmp_path, dossiers("T01.A.1", 1, 1, "after"), **TABLES) as session:
        assert ("2023-07-01",) in rows_of(session, MONTHS)


def test_a_change_to_come_regroups_nothing(tmp_path: Path) -> None:
    with build(tmp_path, dossiers("T01.A.1", 1, 1, "before"), **TABLES) as session:
        assert rows_of(session, "select * from marts.regrouped_period") == []
