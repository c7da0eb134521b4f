"""Declared corrections: applied where the expected value still is, told where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from small_world import build, rows_of

from cds_pipeline.quality.audits import run_audits
from cds_pipeline.reference.errors import ReferenceDataError

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "source_system,dossier_code,field,expected_value,corrected_value,reason,decided_by,valid_until\n"
WHY = "nhập nhầm,QĐ 1"


def corrections(*rows: str, until: str = "2023-12-31") -> str:
    return HEADING + "".join(f"{row},{WHY},{until}\n" for row in rows)


def verdicts(session: Any) -> list[tuple[Any, ...]]:
    return rows_of(
        session,
        "select verdict, rows_corrected from quality.correction_result order by correction_no",
    )


ONE = {"dossier_code": "D", "status": 4, "components": 3}


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (",D,status,4,Đã xử lý xong", "status", 9),
        ("default,D,status,4,9", "status", 9),
        (",D,components,3,5", "components", 5),
        (",D,components,3,", "components", None),
        (",D,due_at,,30/08/2023", "due_at::varchar", "2023-08-30 00:00:00"),
        (",D,unit_code,T01.A.1,T01.B", "unit_key", "T01.B@20200101"),
        (",D,has_e_result,,có", "has_e_result", True),
        (",D,fee_total,,50.000", "fee_total::varchar", "50000.00"),
        (",D,dossier_code,D,E", "dossier_code", "E"),
    ],
)
def test_a_correction_replaces_the_value_and_the_dossier_shows_it(
    tmp_path: Path, row: str, column: str, value: object
) -> None:
    with build(tmp_path, [ONE], corrections=corrections(row)) as session:
        assert rows_of(session, f"select {column} from marts.fact_dossier") == [(value,)]
        assert verdicts(session) == [("applied", 1)]
        assert rows_of(session, "select warnings from marts.fact_dossier_version") == [
            ("value_corrected",)
        ]
        counted = "select rule_id, rows_found from quality.rule_result"
        assert rows_of(session, counted) == [("value_corrected", 1)]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (corrections(",D,status,5,9"), ("changed", 0)),
        (corrections("other,D,status,4,9"), ("unknown", 0)),
        (corrections(",X,status,4,9"), ("unknown", 0)),
        (corrections(",D,status,4,9", until="2023-08-24"), ("expired", 0)),
    ],
)
def test_what_does_not_hold_is_not_applied_and_told(
    tmp_path: Path, text: str, verdict: tuple[str, int]
) -> None:
    with build(tmp_path, [ONE], corrections=text) as session:
        assert rows_of(session, "select status from marts.fact_dossier") == [(4,)]
        assert verdicts(session) == [verdict]
        told = {
            o.check_id: o.failing_count for o in run_audits(session.query, ["corrections_apply"])
        }
        assert told["corrections_apply"] == 1


def test_a_later_delivery_without_the_value_ends_the_correction(tmp_path: Path) -> None:
    rows = [
        ONE | {"delivered_on": "2023-08-20"},
        ONE | {"delivered_on": "2023-08-25", "status": 10},
    ]
    with build(tmp_path / "now", rows, corrections=corrections(",D,status,4,9")) as session:
        found = "select status from marts.fact_dossier_version order by version_no"
        assert rows_of(session, found) == [(9,), (10,)]
        assert verdicts(session) == [("changed", 1)]
    with build(
        tmp_path / "then", rows, "2023-08-20", corrections=corrections(",D,status,4,9")
    ) as session:
        assert verdicts(session) == [("applied", 1)]


def test_a_declared_code_joins_two_codes_of_one_dossier(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "H02-1", "delivered_on": "2023-08-20"},
        {"dossier_code": "1-48213", "other_dossier_code": "H02-1", "status": 9},
    ]
    joined = corrections(",1-48213,dossier_code,1-48213,H02-1")
    with build(tmp_path, rows, corrections=joined) as session:
        assert rows_of(
            session, "select dossier_code, status, version_no from marts.fact_dossier"
        ) == [("H02-1", 9, 2)]
        assert rows_of(session, "select count(*) from quality.distortion") == [(0,)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",D,name,1,2", "là giá trị lạ"),
        (",D,status,4,11", "không đọc được với cột status"),
        (",D,received_at,hôm qua,25/08/2023", "không đọc được với cột received_at"),
        (",D,status,4,", "status trống"),
        (",D,status,4,đang xử lý", "như nhau"),
        (",,status,4,9", "dossier_code để trống"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, row: str, said: str) -> None:
    with (
        pytest.raises(ReferenceDataError, match=said),
        build(tmp_path, [ONE], corrections=corrections(row)),
    ):
        pass
