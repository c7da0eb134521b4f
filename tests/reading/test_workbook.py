"""Workbooks: sheets, typed cells, and what cannot be opened."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from reading_world import GOOD, HEADINGS

from cds_pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reading_world import Landing

MORNING = datetime(2023, 8, 25, 8, 30)


def workbook(*sheets: list[list[Any]], hidden: tuple[int, ...] = ()) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    date_format = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for number, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(y, x, cell, date_format)
                elif cell is not None:
                    sheet.write(y, x, cell)
        if number in hidden:
            sheet.hide()
        elif 0 in hidden:
            sheet.activate()
            sheet.set_first_sheet()
    book.close()
    return stream.getvalue()


def test_typed_cells_mean_what_their_text_means(landing: Landing) -> None:
    headings = [*HEADINGS, "Lệ phí", "Số thành phần hồ sơ", "Kết quả điện tử"]
    rows = [
        [GOOD[0], GOOD[1], MORNING, datetime(2023, 8, 30), "Đang xử lý", 50000.5, 3, True],
        [GOOD[0], 1.00519, 45163.354166667, 45168, 4, "50.000", "3", "x"],
        [GOOD[0], GOOD[1], 20230825083000, "30/08/2023", "04", 50000, 3.0, 1],
    ]
    _, read = landing.read("a.xlsx", workbook([headings, *rows]))
    assert [r.get("broken_rules") or r.get("warnings") for r in read] == [None] * 3
    assert [(r["received_at"], r["due_at"], r["status"]) for r in read] == [
        (MORNING, datetime(2023, 8, 30), 4)
    ] * 3
    assert {r["procedure_code"] for r in read} == {"1.005190"}
    assert [str(r["fee_total"]) for r in read] == ["50000.50", "50000.00", "50000.00"]
    assert {(r["components"], r["has_e_result"]) for r in read} == {(3, True)}


@pytest.mark.parametrize("cell", [20230825001, 1.2e15, MORNING, True])
def test_a_typed_dossier_code_is_damaged(landing: Landing, cell: object) -> None:
    _, rows = landing.read("a.xlsx", workbook([list(HEADINGS), [cell, *GOOD[1:]]]))
    assert rows[0]["broken_rules"] == "dossier_code_damaged"
    assert "dossier_code" not in rows[0]


def test_rows_are_numbered_as_the_sheet_shows_them(landing: Landing) -> None:
    sheet = [[], ["Báo cáo"], [], [None, *HEADINGS], [], [None, *GOOD], [None, "Tổng", 1]]
    outcome, rows = landing.read("a.xlsx", workbook(sheet))
    assert [(r["source_row"], r["dossier_code"]) for r in rows] == [(6, GOOD[0])]
    assert (outcome.format, outcome.encoding) == ("xlsx", None)


def test_all_visible_sheets_with_headings_are_read(landing: Landing) -> None:
    table = [list(HEADINGS), list(GOOD)]
    content = workbook(table, [["Hướng dẫn"]], table, [*table, *table], hidden=(3,))
    outcome, rows = landing.read("a.xlsx", content)
    assert [r["source_row"] for r in rows] == [2, 2_000_002]
    assert outcome.message is not None
    assert "trang thứ 4 vì đang ẩn" in outcome.message
    assert "Đọc 2 trang" in outcome.message


def test_merged_heading_cells(landing: Landing) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Mã hồ sơ", "Mã TTHC", "Ngày", None, "Trạng thái"],
        [None, None, "tiếp nhận", "hẹn trả", None],
        list(GOOD),
    ):
        sheet.append(row)
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    _, rows = landing.read("a.xlsx", stream.getvalue())
    assert [(r["source_row"], r["received_at"], r["status"]) for r in rows] == [(3, MORNING, 4)]


def test_open_document(landing: Landing) -> None:
    def row(cells: tuple[str, ...]) -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "table", "text")
    }
    attributes = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    xml = (
        f"<office:document-content {attributes}><office:body><office:spreadsheet>"
        f'<table:table table:name="T">{row(HEADINGS)}{row(GOOD)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", xml)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    outcome, rows = landing.read("a.ods", stream.getvalue())
    assert (outcome.message, [r["dossier_code"] for r in rows]) == (None, [GOOD[0]])


GOOD_BOOK = workbook([list(HEADINGS), list(GOOD)])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.xlsx", b"<html><table></table></html>", "HTML"),
        ("a.xls", b"\xef\xbb\xbf <!DOCTYPE html>", "HTML"),
        ("a.xls", GOOD_BOOK, "xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mật khẩu"),
        ("a.xlsx", GOOD_BOOK[:-200], "hỏng"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "hỏng"),
        ("a.ods", GOOD_BOOK, "không phải bảng tính đó"),
        ("a.xlsx", workbook([["x"]]), "tiêu đề"),
        ("a.xlsx", workbook([]), "tiêu đề"),
        ("a.csv", GOOD_BOOK, "ZIP"),
    ],
)
def test_what_cannot_be_opened_is_refused(
    refusal: Callable[[str, bytes], str], name: str, content: bytes, says: str
) -> None:
    assert says in refusal(name, content)


@pytest.mark.parametrize("keep", range(0, len(GOOD_BOOK), 97))
def test_a_damaged_workbook_is_refused_or_read_whole(landing: Landing, keep: int) -> None:
    content = bytearray(GOOD_BOOK)
    content[keep : keep + 40] = b"\xff" * len(content[keep : keep + 40])
    outcome, rows = landing.read("a.xlsx", bytes(content))
    assert len(rows) == outcome.rows_read
    assert outcome.status == "refused" or len(rows) <= 1


def test_a_workbook_that_expands_too_far_is_refused(landing: Landing, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    landing.settings = Settings(home=tmp_path, workbook_max_mb=1, _env_file=None)
    outcome, _ = landing.read("a.xlsx", stream.getvalue())
    assert outcome.message is not None
    assert "hơn 1 MB" in outcome.message
    assert "CDS_WORKBOOK_MAX_MB" in outcome.message
