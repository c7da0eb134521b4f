"""Ranks on today's units, and what a rank is compared with across a change."""

from pathlib import Path

from reform_world import TABLES, dossiers, reform_rows
from small_world import build, rows_of

RANKS = (
    "select f.unit_code, f.rank, f.rank_previous, f.rank_previous_basis from marts.{} as f"
    " where f.indicator_id = 'digitization_rate' and f.period_type = '{}'"
    " and f.period_start = '{}' and f.peer_group = 'commune'"
    " and f.as_of_date = (select as_of_date from staging.run) order by f.unit_code"
)


def test_ranks_are_among_the_units_of_today(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        # 3/4, 5/10, 0/1, nothing, 2/5.
        assert rows_of(session, RANKS.format("rank_unit_regrouped", "ytd", "2023-01-01")) == [
            ("T02.A.1", 1, None, None),
            ("T02.A.2", 2, None, None),
            ("T02.A.4", 4, None, None),
            ("T02.A.5", None, None, None),
            ("T02.A.6", 3, None, None),
        ]


def test_units_that_ended_within_the_period_are_listed_not_ranked(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        ranked = dict(
            row[:2] for row in rows_of(session, RANKS.format("rank_unit", "ytd", "2023-01-01"))
        )
        assert ranked["T01.A.1"] is None
        assert sorted(rank for rank in ranked.values() if rank) == [1, 2, 3, 4]
        assert rows_of(
            session,
            "select distinct not_ranked_reason from marts.rank_unit"
            " where unit_code = 'T01.A.1' and period_type = 'ytd'"
            " and as_of_date = '2023-07-01'",
        ) == [("không có hiệu lực vào ngày cuối kỳ",)]


def test_the_day_after_the_change_is_compared_with_the_predecessors(tmp_path: Path) -> None:
    with build(tmp_path, reform_rows(), **TABLES) as session:
        # The day before, regrouped: A.1 1/2, A.2 4/8, A.6 1/1; A.4 is half of a split unit.
        assert rows_of(session, RANKS.format("rank_unit", "day", "2023-07-01")) == [
            ("T02.A.1", 1, 2, "predecessors"),
            ("T02.A.2", 2, 2, "predecessors"),
            ("T02.A.4", 4, None, None),
            ("T02.A.5", None, None, None),
            ("T02.A.6", 3, 1, "predecessors"),
        ]
        assert rows_of(
            session,
            "select value_change_pp from marts.rank_unit where unit_code = 'T02.A.6'"
            " and period_type = 'day' and period_start = '2023-07-01' and peer_group = 'commune'"
            " and indicator_id = 'digitization_rate' and as_of_date = '2023-07-01'",
        ) == [(-75.0,)]


def test_half_of_a_split_unit_says_that_its_previous_figure_is_partial(tmp_path: Path) -> None:
    lineage = TABLES["unit_lineage"] + "T01.A.3,T02.A.4,2023-07-01,merged\n"
    lineage = lineage.replace("T01.A.3,T02.A.2,2023-07-01,merged\n", "")
    with build(tmp_path, reform_rows(), units=TABLES["units"], unit_lineage=lineage) as session:
        found = {
            row[0]: row[2:]
            for row in rows_of(session, RANKS.format("rank_unit", "day", "2023-07-01"))
        }
    # A.3 (3/4) went to A.4 as a whole, half of B.2 too.
    assert found["T02.A.4"] == (2, "predecessors_partial")


def test_a_unit_that_did_not_change_is_compared_with_itself(tmp_path: Path) -> None:
    rows = [
        {"unit_code": "T02.A.1", "received_at": f"{day} 08:00:00", "delivered_on": day}
        for day in ("2023-07-02", "2023-07-03")
    ]
    with build(tmp_path, rows, **TABLES) as session:
        assert rows_of(session, RANKS.format("rank_unit", "day", "2023-07-03"))[0] == (
            "T02.A.1", 1, 1, "own",
        )  # fmt: skip


def test_regrouped_ranks_are_compared_with_regrouped_ones(tmp_path: Path) -> None:
    earlier = dossiers("T01.A.1", 2, 2, "before") + dossiers("T01.A.2", 0, 1, "before")
    rows = [row | {"received_at": "2023-06-29 08:00:00"} for row in earlier]
    rows += dossiers("T01.A.1", 1, 2, "before") + dossiers("T01.A.3", 1, 1, "before")
    rows += dossiers("T02.A.1", 1, 1, "after")
    with build(tmp_path, rows, **TABLES) as session:
        assert rows_of(session, RANKS.format("rank_unit_regrouped", "day", "2023-06-30"))[:2] == [
            ("T02.A.1", 2, 1, "regrouped"),
            ("T02.A.2", 1, 2, "regrouped"),
        ]
