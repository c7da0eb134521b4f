"""The part of rank_unit_regrouped that had to be computed again: periods with a change, today's units."""

from pathlib import Path

from reform_world import TABLES, reform_rows
from small_world import build, rows_of


def test_it_holds_the_regrouped_periods_and_units_of_today_only(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        held = "select distinct as_of_date, period_type, period_start from marts.{} order by all"
        expected = rows_of(session, held.format("regrouped_period"))
        assert expected
        assert rows_of(session, held.format("rank_across_change")) == expected
        assert rows_of(
            session,
            "select distinct u.is_current from marts.rank_across_change as f"
            " inner join marts.dim_unit as u using (unit_key)",
        ) == [(True,)]
