"""Distortions that only show when dossiers are compared (DOMAIN.md section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from small_world import build, rows_of

if TYPE_CHECKING:
    from pathlib import Path

JULY, AUGUST = "2023-07-03 08:00:00", "2023-08-03 08:00:00"


def dossiers(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Dossiers of two files each, every second one digitized, unless said otherwise."""
    return [
        {"components": 2, "components_digitized": n % 2, "has_digitized_component": n % 2 == 1}
        | fields
        for n in range(count)
    ]


def flagged(tmp_path: Path, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Dossiers listed per rule; what is counted is what is listed."""
    with build(tmp_path, rows) as session:
        listed = dict(
            rows_of(session, "select rule_id, count(*) from quality.distortion group by rule_id")
        )
        assert listed == dict(
            rows_of(
                session,
                "select rule_id, sum(rows_found)::bigint from quality.rule_result group by rule_id",
            )
        )
        return listed


def full(files: int) -> dict[str, Any]:
    return {"components": files, "components_digitized": files, "has_digitized_component": True}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (dossiers(20, **full(2)), 20),
        (dossiers(20, components_digitized=0, has_digitized_component=False), 20),
        (dossiers(19, **full(2)), 0),
        (dossiers(20, **full(2)) + dossiers(2), 0),
        (dossiers(20, components_digitized=1, has_digitized_component=True), 0),
        (dossiers(20, **full(2)) + dossiers(20, source_system="other", file="other/b.csv"), 20),
        (dossiers(20, components=None, components_digitized=None, has_digitized_component=None), 0),
    ],
)
def test_a_source_whose_digitized_flag_never_varies(
    tmp_path: Path, rows: list[dict[str, Any]], found: int
) -> None:
    assert flagged(tmp_path, rows).get("digitized_flag_constant", 0) == found


def test_one_dossier_under_two_codes_stays_two_and_both_are_listed(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "H02-1"},
        {"dossier_code": "1-48213", "other_dossier_code": "H02-1"},
        {"dossier_code": "2-10001", "other_dossier_code": "H02-2"},
        {"dossier_code": "2-90002", "other_dossier_code": "H02-2"},
        {"dossier_code": "3-55555", "other_dossier_code": "H02-3"},
        {"dossier_code": "H02-4", "other_dossier_code": "H02-4"},
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(session, "select count(*) from marts.fact_dossier") == [(6,)]
        codes = rows_of(session, "select dossier_code from quality.distortion order by 1")
        assert codes == [("1-48213",), ("2-10001",), ("2-90002",), ("H02-1",)]


@pytest.mark.parametrize(
    ("august", "found"),
    [
        (dossiers(20, received_at=AUGUST, **full(1)), 20),  # 50 % to 100 %, two files to one
        (dossiers(20, received_at=AUGUST, **full(2)), 0),  # as many files as before
        (dossiers(20, received_at=AUGUST, components=1), 0),  # no jump
        (dossiers(19, received_at=AUGUST, **full(1)), 0),  # too few to say
        (dossiers(20, received_at=AUGUST, unit_code="T01.B.1", **full(1)), 0),  # another unit
    ],
)
def test_a_share_that_jumps_while_files_fall(
    tmp_path: Path, august: list[dict[str, Any]], found: int
) -> None:
    rows = dossiers(20, received_at=JULY) + august
    assert flagged(tmp_path, rows).get("digitized_share_jump", 0) == found


def test_the_review_says_what_it_saw(tmp_path: Path) -> None:
    rows = dossiers(20, received_at=JULY) + dossiers(20, received_at=AUGUST, **full(1))
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select rule_id, unit_key, month_start::varchar, dossiers, digitized_pct_previous,"
            " digitized_pct, files_per_dossier_previous, files_per_dossier from quality.unit_review",
        ) == [("digitized_share_jump", "T01.A.1@20200101", "2023-08-01", 20, 50.0, 100.0, 2.0, 1.0)]


@pytest.mark.parametrize(("equal", "found"), [(10, 10), (9, 0)])
def test_a_unit_whose_results_are_its_components(tmp_path: Path, equal: int, found: int) -> None:
    rows = [{"results": 1, "result_equals_component": n < equal} for n in range(20)]
    assert flagged(tmp_path, rows).get("results_equal_components", 0) == found


def test_each_flagged_dossier_is_found_by_rule_unit_and_day(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "W", "warnings": "zero_duration due_at_missing"},
        {"dossier_code": "A-1", "other_dossier_code": "A-0", "unit_code": "T01.S1"},
        {"dossier_code": "A-0", "unit_code": "T01.S1", "delivered_on": "2023-08-26"},
    ]
    with build(tmp_path, rows) as session:
        found = rows_of(
            session,
            'select "Mã quy tắc", "Mã hồ sơ", "Mã đơn vị", "Ngày giao"::varchar'
            " from reports.flagged_dossiers order by 1, 2",
        )
        assert found == [
            ("due_at_missing", "W", "T01.A.1", "2023-08-25"),
            ("same_dossier_two_codes", "A-0", "T01.S1", "2023-08-26"),
            ("same_dossier_two_codes", "A-1", "T01.S1", "2023-08-25"),
            ("zero_duration", "W", "T01.A.1", "2023-08-25"),
        ]
        counted = rows_of(
            session,
            "select rule_id, unit_key, delivered_on::varchar, rows_found"
            " from quality.rule_result where rule_id like 'same%' order by 3",
        )
        assert counted == [
            ("same_dossier_two_codes", "T01.S1@20200101", "2023-08-25", 1),
            ("same_dossier_two_codes", "T01.S1@20200101", "2023-08-26", 1),
        ]
