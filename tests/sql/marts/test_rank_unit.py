"""Ranks: competition ranking on exact fractions inside peer groups."""

from pathlib import Path

from small_world import build, rows_of


def dossiers(
    unit_code: str, digitized: int, received: int, **more: object
) -> list[dict[str, object]]:
    return [
        {"unit_code": unit_code, "has_digitized_component": n < digitized, **more}
        for n in range(received)
    ]


RANKS = (
    "select unit_code, rank, is_joint, peers_ranked from marts.rank_unit"
    " where indicator_id = 'digitization_rate' and period_type = 'ytd'"
    " and as_of_date = (select max(as_of_date) from marts.rank_unit)"
)


def test_equal_fractions_share_a_rank_and_the_next_rank_is_skipped(tmp_path: Path) -> None:
    rows = [
        *dossiers("T01.A.1", 1, 2),
        *dossiers("T01.A.2", 2, 4),
        *dossiers("T01.B.1", 1, 1),
        *dossiers("T01.B.2", 0, 1),
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(session, f"{RANKS} and peer_group = 'commune' order by rank, unit_code") == [
            ("T01.B.1", 1, False, 4),
            ("T01.A.1", 2, True, 4),
            ("T01.A.2", 2, True, 4),
            ("T01.B.2", 4, False, 4),
        ]
        # Inside its district a commune is ranked among its neighbours only.
        assert rows_of(session, f"{RANKS} and peer_group = 'district:T01.B' order by rank") == [
            ("T01.B.1", 1, False, 2),
            ("T01.B.2", 2, False, 2),
        ]
        assert rows_of(
            session,
            "select gap_to_above_pp, gap_to_first_pp from marts.rank_unit"
            " where indicator_id = 'digitization_rate' and period_type = 'ytd'"
            " and peer_group = 'commune' order by rank, unit_code",
        ) == [(None, 0.0), (50.0, 50.0), (50.0, 50.0), (50.0, 100.0)]


def test_nearly_equal_fractions_do_not_tie(tmp_path: Path) -> None:
    rows = [*dossiers("T01.A", 333, 1000), *dossiers("T01.B", 1, 3)]
    with build(tmp_path, rows) as session:
        assert rows_of(session, f"{RANKS} and peer_group = 'district' order by rank") == [
            ("T01.B", 1, False, 2),
            ("T01.A", 2, False, 2),
        ]


def test_a_unit_without_dossiers_is_listed_not_ranked(tmp_path: Path) -> None:
    with build(tmp_path, dossiers("T01.S1", 1, 1)) as session:
        assert rows_of(
            session,
            "select unit_code, rank, not_ranked_reason from marts.rank_unit"
            " where indicator_id = 'on_time_rate' and period_type = 'ytd'"
            " and peer_group = 'department' order by 1",
        ) == [("T01.S1", 1, None), ("T01.S2", None, "không phát sinh hồ sơ trong kỳ")]


def test_the_open_week_is_compared_with_seven_days_before(tmp_path: Path) -> None:
    last_week, this_week = (
        {"received_at": f"2023-08-{day} 08:00:00", "delivered_on": f"2023-08-{day}"}
        for day in ("16", "23")
    )
    rows = [
        *dossiers("T01.A", 1, 2, **last_week),
        *dossiers("T01.B", 2, 2, **last_week),
        *dossiers("T01.A", 3, 4, **this_week),
        *dossiers("T01.B", 1, 4, **this_week),
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select unit_code, rank, rank_previous, rank_change, value_change_pp"
            " from marts.rank_unit where indicator_id = 'digitization_rate'"
            " and period_type = 'week' and period_start = '2023-08-21'"
            " and as_of_date = '2023-08-23' and peer_group = 'district' order by rank",
        ) == [("T01.A", 1, 2, 1, 25.0), ("T01.B", 2, 1, -1, -75.0)]
