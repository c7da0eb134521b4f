"""Workbooks and Parquet files as careless or hostile programs write them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from reading_world import GOOD, HEADINGS
from xls_file import xls

if TYPE_CHECKING:
    from collections.abc import Callable

    from reading_world import Landing

OTHER = ("H02.19-230825-0002", *GOOD[1:])
MORNING = datetime(2023, 8, 25, 8, 30)


def workbook(rows: list[list[Any]], **options: object) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    sheet = book.add_worksheet()
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write(y, x, cell)
    book.close()
    return stream.getvalue()


def edited(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with one part changed by a regular expression."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old_book,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new_book,
    ):
        for name in old_book.namelist():
            body = old_book.read(name)
            new_book.writestr(name, re.sub(old, new, body) if name == part else body)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
TABLE = [list(HEADINGS), list(GOOD), list(OTHER)]


def test_a_real_xls_file(landing: Landing) -> None:
    outcome, rows = landing.read("a.xls", xls([*TABLE, ["H02-3", "1.005190", 45163.5, None, 4]]))
    assert (outcome.format, [r["dossier_code"] for r in rows]) == (
        "xls",
        [GOOD[0], OTHER[0], "H02-3"],
    )
    assert rows[2]["received_at"] == datetime(2023, 8, 25, 12)


def test_serial_numbers_of_a_workbook_that_counts_from_1904(landing: Landing) -> None:
    row = [GOOD[0], GOOD[1], 45163.3541666667 - 1462, "30/08/2023", 4]
    _, rows = landing.read("a.xlsx", workbook([list(HEADINGS), row], date_1904=True))
    assert rows[0]["received_at"] == MORNING


def test_formulas_nobody_computed_are_unreadable_and_told(landing: Landing) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(HEADINGS))
    book.active.append([f'="{cell}"' for cell in GOOD])
    stream = io.BytesIO()
    book.save(stream)
    outcome, rows = landing.read("a.xlsx", stream.getvalue())
    assert [r["broken_rules"].split(" ")[0] for r in rows] == ["dossier_code_damaged"]
    assert outcome.message is not None
    assert "5 ô báo lỗi hoặc có công thức chưa được tính" in outcome.message


def test_error_cells_are_unreadable_not_missing(landing: Landing) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for y, row in enumerate(TABLE):
        sheet.write_row(y, 0, row)
    sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 2, "=NA()", None, "#N/A")
    book.close()
    _, rows = landing.read("a.xlsx", stream.getvalue())
    assert [r["broken_rules"] for r in rows] == ["dossier_code_damaged", "received_at_unreadable"]


def test_a_cell_merged_over_several_rows_is_said_of_each(landing: Landing) -> None:
    book = openpyxl.Workbook()
    for row in (HEADINGS, GOOD, (OTHER[0], None, None, *OTHER[3:])):
        book.active.append(list(row))
    for cells in ("B2:B3", "C2:C3"):
        book.active.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    _, rows = landing.read("a.xlsx", stream.getvalue())
    assert [(r["procedure_code"], r["received_at"]) for r in rows] == [("1.005190", MORNING)] * 2


@pytest.mark.parametrize("place", [b"XFD1048576", b"XFD3"])
def test_a_stray_cell_in_the_last_corner_is_refused_not_expanded(
    refusal: Callable[[str, bytes], str], place: bytes
) -> None:
    row = place.lstrip(b"XFD")
    stray = b'<row r="' + row + b'"><c r="' + place + b'"><v>1</v></c></row></sheetData>'
    said = refusal("a.xlsx", edited(workbook(TABLE), SHEET, b"</sheetData>", stray))
    assert "quá xa bảng" in said


def test_many_blank_rows_below_the_table(landing: Landing) -> None:
    last = b'<row r="300000"><c r="A300000" t="inlineStr"><is><t>Het</t></is></c></row></sheetData>'
    _, rows = landing.read("a.xlsx", edited(workbook(TABLE), SHEET, b"</sheetData>", last))
    assert [r["dossier_code"] for r in rows] == [GOOD[0], OTHER[0]]


def test_a_repeated_cell_of_an_open_document_is_refused(
    refusal: Callable[[str, bytes], str],
) -> None:
    xml = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", xml)
    assert "quá nhiều lần" in refusal("a.ods", stream.getvalue())


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", b"(?s)^(.{300}).*", rb"\1"),
        (SHEET, b'(?s)<row r="3".*', b""),
        ("xl/workbook.xml", b"(?s)<sheets>.*", b""),
        ("xl/_rels/workbook.xml.rels", b"(?s).+", b"x"),
    ],
)
def test_a_damaged_part_refuses_the_workbook(
    refusal: Callable[[str, bytes], str], part: str, old: bytes, new: bytes
) -> None:
    assert "hỏng" in refusal("a.xlsx", edited(workbook(TABLE), part, old, new))


def parquet(**columns: object) -> bytes:
    plain = dict(zip(HEADINGS, ([cell] for cell in GOOD), strict=True))
    stream = io.BytesIO()
    pq.write_table(pa.table(plain | {HEADINGS[int(k[1:])]: v for k, v in columns.items()}), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (parquet(c0=pa.array([2.0230825e14])), "dossier_code_damaged"),
        (parquet(c0=pa.array([{"a": 1}])), "dossier_code_damaged"),
        (parquet(c0=pa.array([MORNING])), "dossier_code_damaged"),
        (parquet(c2=pa.array([timedelta(days=1)])), "received_at_unreadable"),
        (parquet(c2=pa.array([time(8)])), "received_at_unreadable"),
        (parquet(c2=pa.array([10**15], pa.timestamp("s"))), "received_at_unreadable"),
        (parquet(c2=pa.array([19_594], pa.date32()).cast(pa.date64())), None),
        (parquet(c1=pa.array([1.00519])), None),
    ],
)
def test_typed_columns_of_parquet(landing: Landing, content: bytes, rules: str | None) -> None:
    _, rows = landing.read("a.parquet", content)
    assert rows[0].get("broken_rules") == rules
    assert rows[0]["procedure_code"] == "1.005190"
