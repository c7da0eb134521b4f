from pathlib import Path

import pytest
from small_world import UNITS, build, rows_of


def test_every_broken_rule_is_listed_and_a_later_correction_resolves(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "broken_rules": "status_unknown due_before_received", "unit_code": "ZZ",
         "delivered_on": "2023-08-01"},
        {"dossier_code": "D", "delivered_on": "2023-08-03"},
        {"dossier_code": None, "broken_rules": "dossier_code_missing", "delivered_on": "2023-08-03"},
    ]  # fmt: skip
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select file_name, dossier_code, rule_id, severity, resolved_on::varchar"
            " from quality.quarantine order by file_name, rule_id",
        ) == [
            ("2023-08-01/a.csv", "D", "due_before_received", "error", "2023-08-03"),
            ("2023-08-01/a.csv", "D", "status_unknown", "error", "2023-08-03"),
            ("2023-08-01/a.csv", "D", "unit_unresolved", "error", "2023-08-03"),
            ("2023-08-03/a.csv", None, "dossier_code_missing", "error", None),
        ]
        assert rows_of(
            session,
            "select rows_read, rows_loaded, rows_quarantined, rows_repeated"
            " from quality.load_manifest order by file_name",
        ) == [(1, 0, 1, 0), (2, 1, 1, 0)]


def test_warnings_are_counted_per_rule_and_file_and_the_row_loads(tmp_path: Path) -> None:
    rows = [{"warnings": "due_at_missing zero_duration"}, {"warnings": "due_at_missing"}]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session, "select rule_id, severity, rows_found from quality.rule_result order by 1"
        ) == [("due_at_missing", "warning", 2), ("zero_duration", "warning", 1)]
        assert rows_of(session, "select count(*) from marts.fact_dossier") == [(2,)]


@pytest.mark.parametrize(
    ("row", "candidates"),
    [
        (
            {"unit_code": None, "unit_name": "Xã Phúc Sơn"},
            "Xã Phúc Sơn, Huyện An (T01.A.2); Xã Phúc Sơn, Thị xã Bình (T01.B.2)",
        ),
        # A wrong parent: the unit of that name. A wrong code: the unit of the name, or of the
        # office's code in it, also one whose zero a spreadsheet took.
        ({"unit_code": None, "unit_name": "Xã Hòa Lạc - Bình"}, "Xã Hòa Lạc, Huyện An (T01.A.1)"),
        ({"unit_code": "T01.ZZ", "unit_name": "Huyện An"}, "Huyện An, Tỉnh Thử Nghiệm (T01.A)"),
        ({"unit_code": "T09.B.90201"}, "Phường Trung, Thị xã Bình (T01.B.1)"),
        ({"unit_code": "7228"}, "Xã Số Không, Huyện An (T01.A.3)"),
        ({"unit_code": "T01.ZZ"}, None),
    ],
)
def test_units_that_may_be_meant_are_named_to_the_clerk(
    tmp_path: Path, row: dict[str, str], candidates: str | None
) -> None:
    units = f"{UNITS}T01.A.3,07228,Xã Số Không,commune,T01.A,T01,2020-01-01,\n"
    with build(tmp_path, [row], units=units) as session:
        ((message,),) = rows_of(session, "select message from quality.quarantine")
    assert message.partition(" Có thể là: ")[2] == (f"{candidates}." if candidates else "")
