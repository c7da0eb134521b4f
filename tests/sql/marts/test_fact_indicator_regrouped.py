"""Figures on today's units: every dossier once, at the unit that took over."""

from pathlib import Path

from reform_world import TABLES, YTD, dossiers, reform_rows
from small_world import build, rows_of

FIGURES = (
    "select u.unit_code, f.numerator, f.denominator from marts.{} as f"
    f" inner join marts.dim_unit as u using (unit_key) {YTD}"
)


def test_dossiers_of_old_units_count_at_the_units_that_took_over(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        assert rows_of(session, FIGURES.format("fact_indicator_regrouped") + " order by 1") == [
            ("T02", 14, 28),
            # The district: its communes of both sides, old B's own office, and split B.2, which
            # belongs to one of its communes for sure.
            ("T02.A", 13, 25),
            ("T02.A.1", 3, 4),
            ("T02.A.2", 5, 10),
            ("T02.A.4", 0, 1),
            ("T02.A.5", 0, 0),
            ("T02.A.6", 2, 5),
            ("T02.S1", 1, 2),
        ]


def test_the_whole_is_the_same_under_both_bases(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        total = (
            "select f.indicator_id, f.period_type, f.period_start, sum(f.numerator)::int,"
            " sum(f.denominator)::int from marts.{} as f"
            " where f.unit_level = 'province' and f.denominator > 0 group by all order by all"
        )
        as_was = rows_of(session, total.format("fact_indicator"))
        assert as_was
        assert rows_of(session, total.format("fact_indicator_regrouped")) == as_was


def test_periods_without_a_change_are_the_figures_as_they_were(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        july = (
            "select unit_key, period_type, indicator_id, numerator, denominator, value_pct"
            " from marts.{} where period_start >= '2023-07-01' and denominator > 0 order by all"
        )
        as_was = rows_of(session, july.format("fact_indicator"))
        assert as_was
        assert rows_of(session, july.format("fact_indicator_regrouped")) == as_was


def test_before_the_change_nothing_is_regrouped(tmp_path: Path) -> None:
    rows = [row for row in reform_rows() if row["delivered_on"] == "2023-06-30"]
    with build(tmp_path, rows, **TABLES) as session:
        everything = "select * from marts.{} order by all"
        assert rows_of(session, everything.format("fact_indicator_regrouped")) == rows_of(
            session, everything.format("fact_indicator")
        )


def test_an_old_code_used_after_the_change_counts_at_the_successor(tmp_path: Path) -> None:
    rows = dossiers("T01.A.1", 1, 1, "after")
    with build(tmp_path, rows, **TABLES) as session:
        assert rows_of(
            session,
            FIGURES.format("fact_indicator_regrouped") + " and f.denominator > 0 order by 1",
        ) == [("T02", 1, 1), ("T02.A", 1, 1), ("T02.A.1", 1, 1)]
        assert rows_of(
            session, FIGURES.format("fact_indicator") + " and f.denominator > 0 order by 1"
        ) == [("T01", 1, 1), ("T01.A", 1, 1), ("T01.A.1", 1, 1)]
