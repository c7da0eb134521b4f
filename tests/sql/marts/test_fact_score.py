"""Group scores and the 100-point total: sums of rounded scores, over the points that were measured."""

from pathlib import Path
from typing import Any

import pytest
from small_world import build, rows_of

from cds_pipeline import paths

PAID = "1.000002"
PARAMETERS = (paths.shipped_reference() / "parameters.csv").read_text(encoding="utf-8")
# Of three dossiers of 2026: 1/3 digitized with a result, 2/3 with a result, all on time, one paid online.
THIRDS: list[dict[str, Any]] = [
    {"components": 1, "has_e_result": True, "applicant_kind": 1, "uses_population_data": True},
    {"components": 0, "has_e_result": True, "applicant_kind": 1},
    {"components": 1, "procedure_code": PAID, "online_payment": True, "applicant_kind": 2},
]


def in_2026(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    dates = {"received_at": "2026-03-02 08:00:00", "due_at": "2026-03-20 00:00:00", "delivered_on": "2026-03-10"}  # fmt: skip
    return [{**dates, **row} for row in rows]


def scores(session: Any, unit: str, more: str = "period_type = 'month'") -> dict[str, Any]:
    rows = rows_of(
        session,
        "select s.indicator_id, s.score, s.measured_points, s.max_score, s.is_partial, s.partial_groups"
        " from marts.fact_score as s join marts.dim_unit as u using (unit_key)"
        f" where u.unit_code = '{unit}' and s.{more}"
        " and s.as_of_date = (select max(as_of_date) from marts.fact_score)"
        " and s.period_start = (select max(period_start) from marts.fact_score as x where x."
        + more
        + ")",
    )
    return {row[0]: row[1:] for row in rows}


def test_a_group_is_the_sum_of_rounded_scores_and_the_total_says_what_was_measured(
    tmp_path: Path,
) -> None:
    with build(tmp_path, in_2026(THIRDS)) as session:
        assert scores(session, "T01.A.1") == {
            # 4/3 + 6 x 2/3 + 0 + 0 + 2 x 1/3 + 2 x 1/1, each rounded: 1.33 + 4 + 0 + 0 + 0.67 + 2;
            # certified copies (2 points) are known to the portal only.
            "group_digitization": (8.0, 20.0, 22.0, True, "MDSH"),
            "group_progress": (20.0, 20.0, 20.0, False, None),
            # Its point split is not published, and the portal alone knows transparency: no zero.
            "group_online_services": (None, 0.0, 12.0, True, "CLGQ"),
            "group_transparency": (None, 0.0, 18.0, True, "CKMB"),
            # One fee-bearing procedure of one, paid online; integration is known to the portal only.
            "group_payment": (8.0, 8.0, 10.0, True, "TTTT"),
            "group_satisfaction": (6.0, 6.0, 18.0, True, "MDHL"),
            "total_score": (42.0, 54.0, 100.0, True, "CKMB, MDSH, CLGQ, TTTT, MDHL"),
        }
        # Nothing received: rates without value lose their points, the rule of progress gives 0.
        assert scores(session, "T01.B.1")["total_score"] == (0.0, 54.0, 100.0, True, "CKMB, MDSH, CLGQ, TTTT, MDHL")  # fmt: skip


def test_a_published_split_of_points_is_one_dated_line(tmp_path: Path) -> None:
    rows = in_2026([{**row, "channel": 2 if n < 1 else 1} for n, row in enumerate(THIRDS)])
    split = (
        "max_score,online_submission_rate,6,,A,2026-03-01,\n"
        "full_marks_at_pct,online_submission_rate,80,,A,2026-03-02,\n"
    )
    with build(tmp_path, rows, parameters=PARAMETERS + split) as session:
        # Full marks at 50 %: 6 x (1/3) / 50 %.
        assert scores(session, "T01.A.1")["group_online_services"] == (4.0, 6.0, 12.0, True, "CLGQ")
        # The year began before the split was known.
        ytd = scores(session, "T01.A.1", "period_type = 'ytd'")
        assert ytd["group_online_services"] == (None, 0.0, 12.0, True, "CLGQ")
        week = rows_of(
            session,
            "select score, max_score from marts.fact_indicator where unit_level = 'province'"
            " and indicator_id = 'online_submission_rate' and period_type = 'week'"
            " and period_start = '2026-03-02' and as_of_date = '2026-03-10'",
        )
        assert week == [(2.5, 6.0)]
        assert rows_of(
            session,
            "select definition_version from marts.dim_indicator where valid_from = '2026-03-01'"
            " and source = 'scores' order by 1",
        ) == [("v2026-03-01",), ("v2026-03-01",)]


RANKS = (
    "select unit_code, score, max_score, is_partial, rank, peers_ranked, band, not_ranked_reason"
    " from marts.rank_unit where indicator_id = '{}' and peer_group = 'commune'"
    " and period_type = 'month' and period_start = '2026-03-01' and as_of_date = '2026-03-10' order by 1"
)


def test_totals_and_groups_are_ranked_among_peers(tmp_path: Path) -> None:
    late = {"due_at": "2026-03-03 00:00:00", "unit_code": "T01.A.2"}
    with build(tmp_path, in_2026([*THIRDS, late])) as session:
        idle = "không phát sinh hồ sơ trong kỳ"
        assert rows_of(session, RANKS.format("total_score")) == [
            ("T01.A.1", 42.0, 100.0, True, 1, 2, None, None),
            ("T01.A.2", 0.0, 100.0, True, 2, 2, None, None),
            ("T01.B.1", 0.0, 100.0, True, None, 2, None, idle),
            ("T01.B.2", 0.0, 100.0, True, None, 2, None, idle),
        ]
        # A whole group is banded, a partial one is not.
        assert rows_of(session, RANKS.format("group_progress"))[:2] == [
            ("T01.A.1", 20.0, 20.0, False, 1, 2, "xuất sắc", None),
            ("T01.A.2", 0.0, 20.0, False, 2, 2, "yếu", None),
        ]
        reason = "chưa đo được phần nào của điểm này"
        assert {row[-1] for row in rows_of(session, RANKS.format("group_transparency"))} == {reason}


def test_only_units_measured_on_the_same_parts_are_compared(tmp_path: Path) -> None:
    with build(
        tmp_path, in_2026([{}, {"unit_code": "T01.A.2"}, {"unit_code": "T01.B.1"}])
    ) as session:
        session.connection.execute(
            "delete from marts.fact_indicator where indicator_id = 'reuse_rate'"
            " and unit_key like 'T01.B.1@%'"
        )
        for name in ("staging.score_part", "staging.score_cell", "staging.score_comparable", "marts.fact_score", "staging.rank_place", "marts.rank_unit"):  # fmt: skip
            session.build(name)
        found = {
            row[0]: (row[4], row[5], row[7])
            for row in rows_of(session, RANKS.format("total_score"))
        }
        assert found["T01.A.1"] == (1, 2, None)
        assert found["T01.A.2"] == (1, 2, None)
        assert found["T01.B.1"] == (None, 2, "đo được các phần khác với các đơn vị cùng nhóm, không xếp chung")  # fmt: skip


@pytest.mark.parametrize("unit", ["T01", "T01.A", "T01.S1"])
def test_every_level_has_a_total(tmp_path: Path, unit: str) -> None:
    with build(tmp_path, in_2026([{}, {"unit_code": "T01.S1"}])) as session:
        assert scores(session, unit)["group_progress"] == (20.0, 20.0, 20.0, False, None)
