"""One-stop exports as workbooks, plain or dressed up as the reports clerks send.

Belongs here: titles, merged headings, sections, totals and footers around the rows. Does not
belong here: cell texts (``spelling``), columns (``flat_files``).
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from cds_pipeline.demo.exporters import CELL
from cds_pipeline.demo.flat_files import export_columns, with_remarks
from cds_pipeline.demo.spelling import TIMES

if TYPE_CHECKING:
    import polars as pl

    from cds_pipeline.demo.exporters import Exporter

_COUNTS = {
    "components", "components_digitized", "components_reused", "components_from_store", "fee"
}  # fmt: skip
# First columns of the groups that a report prints over its headings.
_GROUPS = (
    ("submitted_at", "returned_at", "Thời gian"),
    ("components", "components_from_store", "Thành phần hồ sơ"),
)
_TITLES = (
    "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG (DỮ LIỆU MÔ PHỎNG)",
    "BÁO CÁO TÌNH HÌNH TIẾP NHẬN VÀ GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH",
)
_MADE_AT = datetime(2023, 8, 25, tzinfo=UTC)


class _Sheet:
    """A worksheet that is written from top to bottom."""

    def __init__(self, book: Any) -> None:
        self.sheet = book.add_worksheet("Hồ sơ")
        self.date = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self.row = 0

    def line(self, *cells: tuple[int, str]) -> None:
        for column, text in cells:
            self.sheet.write_string(self.row, column, text)
        self.row += 1

    def data(self, number: int, names: list[str], cells: tuple[Any, ...], *, dates: bool) -> None:
        self.sheet.write_number(self.row, 0, number)
        for column, (name, value) in enumerate(zip(names, cells, strict=True), start=1):
            if value is None:
                continue
            if name in _COUNTS:
                self.sheet.write_number(self.row, column, value)
            elif dates and name in TIMES and (moment := _moment(value)):
                self.sheet.write_datetime(self.row, column, moment, self.date)
            else:
                self.sheet.write_string(self.row, column, value)
        self.row += 1


def workbook_bytes(cells: pl.DataFrame, export: Exporter, day: str) -> bytes:
    """One workbook.

    Args:
        cells: from ``spelling.spell``, the rows of one file, ordered by unit for a report.
        export: the exporter.
        day: the delivery day, shown in the title.

    Returns:
        The file's bytes, the same for the same rows.
    """
    columns = export_columns(export)
    names = list(columns)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": _MADE_AT, "title": "Dữ liệu mô phỏng"})
    sheet = _Sheet(book)
    is_report = export.layout == "report"
    if is_report:
        _write_heading(sheet, columns, day)
    else:
        sheet.line((0, "STT"), *enumerate(columns.values(), start=1))
    source = cells if export.layout == "report" else with_remarks(cells).with_columns(cells["fee"])
    title = None
    rows = zip(cells["unit_title"], source.select(names).iter_rows(), strict=True)
    for number, (unit, values) in enumerate(rows, start=1):
        if is_report and unit != title:
            title = unit
            sheet.line((0, "*"), (1, unit))
        sheet.data(number, names, values, dates=export.dates == CELL)
    if is_report:
        sheet.line((1, "Tổng cộng"), (2, f"{cells.height} hồ sơ"))
        sheet.row += 1
        sheet.line((1, "Người lập biểu (mô phỏng)"), (3, "Bắc Giang, dữ liệu mô phỏng"))
    book.close()
    return target.getvalue()


def _write_heading(sheet: _Sheet, columns: dict[str, str], day: str) -> None:
    """Title rows, then two rows of headings, merged."""
    for text in (*_TITLES, f"Ngày giao dữ liệu: {day}"):
        sheet.sheet.merge_range(sheet.row, 0, sheet.row, len(columns), text)
        sheet.row += 1
    sheet.row += 1
    top, names = sheet.row, list(columns)
    grouped: set[str] = set()
    for first, last, title in _GROUPS:
        begin, end = names.index(first), names.index(last)
        grouped.update(names[begin : end + 1])
        sheet.sheet.merge_range(top, begin + 1, top, end + 1, title)
    for column, name in enumerate(["STT", *names]):
        heading = "STT" if column == 0 else columns[name]
        if name in grouped:
            sheet.sheet.write_string(top + 1, column, heading)
        else:
            sheet.sheet.merge_range(top, column, top + 1, column, heading)
    sheet.row = top + 2


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
