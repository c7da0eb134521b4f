"""One table on one sheet: title, frozen heading, typed cells.

Belongs here: formats and cell types. Does not belong here: what a sheet holds (``workbook``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "any", "int", "percent", "points", "point_change", "change", "date"]
_HEADING_ROW = 3
_NUMBER_FORMATS: dict[Kind, str] = {
    "int": "#,##0",
    "percent": "0.00%",
    "points": "0.00",
    "point_change": "+0.00;-0.00;0.00",
    "change": "+0;-0;0",
    "date": "dd/mm/yyyy",
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes:
        title: its heading.
        value: key of the row, or a function of the row.
        kind: ``percent`` takes values 0-100; ``any`` is a whole number or a text.
        width: in characters.
    """

    title: str
    value: str | Callable[[Mapping[str, Any]], Any]
    kind: Kind
    width: int = 11

    def of(self, row: Mapping[str, Any]) -> Any:
        """The cell's value."""
        return row[self.value] if isinstance(self.value, str) else self.value(row)


class SheetWriter:
    """Adds sheets of one look to a workbook; ``subtitle`` stands on each."""

    def __init__(self, book: Workbook, subtitle: str) -> None:
        self._book = book
        self._subtitle = subtitle
        self._title = book.add_format({"bold": True, "font_size": 14, "font_color": "#0b4f8a"})
        self._soft = book.add_format({"italic": True, "font_color": "#4d5a69"})
        self._heading = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "bg_color": "#e3e8ee",
                "border": 1,
            }
        )
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._cells: dict[Kind, Format] = {
            kind: book.add_format({"num_format": text, "valign": "top"})
            for kind, text in _NUMBER_FORMATS.items()
        }

    def sheet(
        self, name: str, title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """One sheet with one table; without rows it says so."""
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, self._subtitle, self._soft)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(_HEADING_ROW, position, column.title, self._heading)
        sheet.set_row(_HEADING_ROW, 45)
        for number, row in enumerate(rows, start=_HEADING_ROW + 1):
            for position, column in enumerate(columns):
                self._write(sheet, number, position, column.kind, column.of(row))
        if not rows:
            sheet.write_string(_HEADING_ROW + 1, 0, "Không có dòng nào.", self._soft)
        sheet.freeze_panes(_HEADING_ROW + 1, 0)
        if rows and len(columns) > 2:
            sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(rows), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADING_ROW)

    def _write(self, sheet: Worksheet, row: int, column: int, kind: Kind, value: Any) -> None:
        if value is None:
            return
        if kind == "any":
            kind = "int" if isinstance(value, int) else "text"
        if kind == "text" or isinstance(value, str):
            sheet.write_string(row, column, str(value), self._text)
        elif kind == "date":
            sheet.write_datetime(row, column, value, self._cells[kind])
        else:
            shown = value / 100 if kind == "percent" else value
            sheet.write_number(row, column, shown, self._cells[kind])
