"""Portal files: the ranking workbook with numbers as text, payloads, and what is refused."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from reading_world import Landing

HEADINGS = ["TEN", "MA_COQUAN", "TDGQ", "MDHL", "MDSH", "TTTT", "CLGQ", "CKMB"]
HEADINGS += ["TONG_SCORE", "ROW_STT"]
TAN_YEN = ["UBND huyện Tân Yên", "H02.21", "18,5", "15,2", "14,25", "6", "9,75", "12", "75,7", "1"]


def ranking(*rows: list[str], headings: list[str] | None = None) -> bytes:
    """An ``.xlsx`` of one sheet with a title row, every cell a text."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["BẢNG XẾP HẠNG THÁNG 8/2023"], headings or HEADINGS, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_ranking_gives_six_groups_and_the_total(landing: Landing) -> None:
    outcome, rows = landing.read("portal/xep_hang_2023-08.xlsx", ranking(TAN_YEN))
    assert (outcome.status, outcome.kind, outcome.rows_read) == ("accepted", "portal", 7)
    assert {row["indicator_id"]: float(row["score"]) for row in rows} == {
        "group_progress": 18.5,
        "group_satisfaction": 15.2,
        "group_digitization": 14.25,
        "group_payment": 6.0,
        "group_online_services": 9.75,
        "group_transparency": 12.0,
        "total_score": 75.7,
    }
    assert {row["unit_code"] for row in rows} == {"H02.21"}
    assert [row["rank"] for row in rows if row["indicator_id"] == "total_score"] == [1]


def test_a_number_that_is_none_is_quarantined_or_told(landing: Landing) -> None:
    bad = [*TAN_YEN[:4], "không rõ", *TAN_YEN[5:]]
    _outcome, rows = landing.read("portal/xep_hang_2023-08.xlsx", ranking(bad))
    told = {row["indicator_id"] for row in rows if row.get("broken_rules") or row.get("warnings")}
    assert told == {"group_digitization"}
    assert "không rõ" not in str(rows)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", ranking(TAN_YEN[:3], headings=HEADINGS[:3]), "TONG_SCORE"),
        ("b.json", b'{"overview": {"departmentName": "UBND', "JSON"),
        ("c.json", json.dumps({"data": [{"MaHoSo": "1"}]}).encode(), "Cổng"),
        ("d.json", b"<html><body>502 Bad Gateway</body></html>", "HTML"),
        ("e.json", b"", "0 byte"),
    ],
)
def test_what_is_no_published_result_is_refused(
    landing: Landing, name: str, content: bytes, reason: str
) -> None:
    outcome, rows = landing.read(f"portal/{name}", content)
    assert (outcome.status, rows) == ("refused", [])
    assert reason in (outcome.message or "")
