"""Rates of units: members of a period, roll-up, empty denominators, scores."""

from pathlib import Path

import pytest
from small_world import build, rows_of

WHOLE = [
    {"unit_code": "T01.A.1", "has_digitized_component": True},
    {"unit_code": "T01.A.1"},
    {"unit_code": "T01.A.2", "has_digitized_component": True},
    {"unit_code": "T01.A", "has_digitized_component": True},
    {"unit_code": "T01.B.1"},
    {"unit_code": "T01.S1", "has_digitized_component": True},
    {"unit_code": "T01"},
]


def test_a_whole_is_the_sum_of_its_parts_never_their_mean(tmp_path: Path) -> None:
    with build(tmp_path, WHOLE) as session:
        assert rows_of(
            session,
            "select u.unit_code, f.numerator, f.denominator, f.value_pct"
            " from marts.fact_indicator as f join marts.dim_unit as u using (unit_key)"
            " where f.indicator_id = 'digitization_rate' and f.period_type = 'ytd' order by 1",
        ) == [
            ("T01", 4, 7, pytest.approx(400 / 7)),
            ("T01.A", 3, 4, 75.0),
            ("T01.A.1", 1, 2, 50.0),
            ("T01.A.2", 1, 1, 100.0),
            ("T01.B", 0, 1, 0.0),
            ("T01.B.1", 0, 1, 0.0),
            ("T01.B.2", 0, 0, None),
            ("T01.S1", 1, 1, 100.0),
            ("T01.S2", 0, 0, None),
        ]
        assert rows_of(
            session,
            "select u.unit_code, o.numerator, o.denominator from reports.indicator_own_office as o"
            " join marts.dim_unit as u using (unit_key)"
            " where o.indicator_id = 'digitization_rate' and o.period_type = 'ytd' order by 1",
        ) == [("T01", 0, 1), ("T01.A", 1, 1), ("T01.B", 0, 0)]


@pytest.mark.parametrize(
    ("period_type", "period_start", "received"),
    [
        ("day", "2023-08-25", 1),
        ("day", "2023-08-24", 0),
        ("week", "2023-08-21", 2),
        ("month", "2023-08-01", 3),
        ("quarter", "2023-07-01", 4),
        ("half", "2023-07-01", 4),
        ("half", "2023-01-01", 1),
        ("year", "2023-01-01", 5),
        ("ytd", "2023-01-01", 5),
        ("week", "2022-12-26", 2),  # the ISO week around New Year, 1 January and 31 December
    ],
)
def test_members_of_a_period_are_the_dossiers_received_in_it(
    tmp_path: Path, period_type: str, period_start: str, received: int
) -> None:
    days = ["2023-08-25", "2023-08-21", "2023-08-20", "2023-07-01", "2023-01-01", "2022-12-31"]
    rows = [{"received_at": f"{day} 08:00:00"} for day in days]
    # Received after the as_of day: in no period yet.
    rows.append({"received_at": "2023-08-26 08:00:00"})
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select denominator from marts.fact_indicator where unit_level = 'province'"
            f" and indicator_id = 'e_result_rate' and period_type = '{period_type}'"
            f" and period_start = '{period_start}' and as_of_date = '2023-08-25'",
        ) == [(received,)]


def test_open_periods_are_provisional(tmp_path: Path) -> None:
    with build(tmp_path, [{}]) as session:
        assert rows_of(
            session,
            "select distinct period_type, period_start::varchar, is_provisional"
            " from marts.fact_indicator where period_start >= '2023-07-31' and period_type <> 'day'"
            " and as_of_date = '2023-08-25' order by 1, 2",
        ) == [
            ("month", "2023-08-01", True),
            ("week", "2023-07-31", False),
            ("week", "2023-08-07", False),
            ("week", "2023-08-14", False),
            ("week", "2023-08-21", True),
        ]


@pytest.mark.parametrize(
    ("numerator", "denominator", "score"),
    [(1, 1, 2.0), (4, 5, 2.0), (2, 5, 1.0), (1, 3, 0.83), (1, 8, 0.31), (3, 32, 0.23), (0, 4, 0.0)],
)
def test_reuse_earns_full_marks_at_80_percent(
    tmp_path: Path, numerator: int, denominator: int, score: float
) -> None:
    rows = [{"has_reused_component": n < numerator} for n in range(denominator)]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select score, max_score from marts.fact_indicator where unit_level = 'province'"
            " and indicator_id = 'reuse_rate' and period_type = 'ytd'",
        ) == [(score, 2.0)]


def test_an_empty_denominator_is_null_for_digitization_and_zero_for_progress(
    tmp_path: Path,
) -> None:
    with build(tmp_path, [{"unit_code": "T01.A.1"}]) as session:
        assert rows_of(
            session,
            "select indicator_id, value_pct, score from marts.fact_indicator"
            " where unit_key = 'T01.B.1@20200101' and period_type = 'ytd'"
            " and indicator_id in ('e_result_rate', 'on_time_rate') order by 1",
        ) == [("e_result_rate", None, None), ("on_time_rate", 0.0, 0.0)]


def test_comparison_days_keep_what_was_known_then(tmp_path: Path) -> None:
    rows = [
        {"delivered_on": "2023-08-18"},
        {"delivered_on": "2023-08-24"},
        {"delivered_on": "2023-08-25"},
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select as_of_date::varchar, denominator from marts.fact_indicator"
            " where unit_level = 'province' and indicator_id = 'reuse_rate'"
            " and period_type = 'ytd' order by 1",
        ) == [("2023-08-18", 1), ("2023-08-24", 2), ("2023-08-25", 3)]
