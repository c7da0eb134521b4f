"""Workbooks (.xlsx, .xls, .ods): which sheets are tables, and their cells as text.

Belongs here: opening workbooks with calamine, sheets, typed cells. Does not belong here: headings
and data rows (``headings``, ``structure``), what a text means (``canonical``).

A typed cell becomes the text a flat export would hold: dates ISO, numbers with a decimal comma. A
number or date in the column of dossier codes is no code any more (:data:`DAMAGED_CODE`).
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import python_calamine as calamine

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.headings import (
    NOTHING_DECLARED,
    SEARCHED_ROWS,
    HeadingMap,
    find_headings,
    require_columns,
)
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.structure import cell_name, data_rows
from cds_pipeline.reading.table_file import TextRows
from cds_pipeline.reading.workbook_package import DAMAGED, DAYS_OF_1904, Package, inspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.reading.headings import Declared
    from cds_pipeline.reading.source import Source

#: Stands for a number or date in the column of dossier codes.
DAMAGED_CODE = "(!)"
#: ``source_row`` of the second sheet that is read starts here, of the third at twice this, …:
#: no sheet has as many rows, so file and row still name one row.
ROWS_OF_A_SHEET = 2_000_000
_BATCH_ROWS = 32_768
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119, as days since 30 December 1899
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks have no zone


def open_workbook(
    source: Source,
    promised: str,
    max_mb: int,
    memory: int,
    declared: Declared = NOTHING_DECLARED,
) -> TextRows:
    """The rows of all visible sheets that have the required headings.

    Args:
        source: the file.
        promised: ``xlsx``, ``xls`` or ``ods``.
        max_mb: refuse a workbook that is larger when expanded; it is held in memory.
        memory: bytes the cells of a sheet may take.
        declared: headings declared for this source (``headings.find_headings``).

    Raises:
        FileRefusedError: too large, damaged, protected by a password, or no sheet is a table.
    """
    book, package = open_book(source, promised, max_mb, memory)
    with calamine_errors():
        sheets = _Sheets(book, package, declared)
    return TextRows(None, [sheets.batches], sheets.unknown, sheets.notes, declared=sheets.declared)


def open_book(
    source: Source, promised: str, max_mb: int, memory: int
) -> tuple[calamine.CalamineWorkbook, Package]:
    """The workbook, whatever its sheets hold, and what its package says of them.

    Args:
        source: the file.
        promised: ``xlsx``, ``xls`` or ``ods``.
        max_mb: refuse a workbook that is larger when expanded.
        memory: bytes the cells of a sheet may take.

    Raises:
        FileRefusedError: too large, damaged or protected by a password.
    """
    with source.open() as stream:
        content = stream.read((max_mb << 20) + 1)
    package = inspect(content, promised, max_mb << 20, memory)
    with calamine_errors():
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)), package


@contextmanager
def calamine_errors() -> Iterator[None]:
    """What calamine raises for damaged or protected workbooks, as a refusal."""
    try:
        yield
    except calamine.PasswordError:
        raise FileRefusedError("Bảng tính có mật khẩu. Bỏ mật khẩu rồi gửi lại.") from None
    except calamine.CalamineError:
        raise FileRefusedError(DAMAGED) from None
    except BaseException as error:
        # calamine's Rust code panics on some damaged files; the type cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefusedError(DAMAGED) from None


class _Sheets:
    """The sheets of a workbook that are tables."""

    def __init__(
        self, book: calamine.CalamineWorkbook, package: Package, declared: Declared
    ) -> None:
        self._book = book
        self._package = package
        self.notes: list[str] = []
        self._tables: list[tuple[str, HeadingMap]] = []
        refusal: FileRefusedError | None = None
        best = -1
        for number, sheet in enumerate(book.sheets_metadata, start=1):
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                self.notes.append(f"Bỏ qua trang thứ {number} vì đang ẩn.")
                continue
            found = find_headings(_head(book, sheet.name), declared)
            try:
                self._tables.append((sheet.name, require_columns(found)))
            except FileRefusedError as error:
                if found.recognised >= 2:
                    self.notes.append(f"Bỏ qua trang thứ {number} vì không đủ cột bắt buộc.")
                if found.recognised > best:
                    refusal, best = error, found.recognised
        if not self._tables:
            raise refusal or FileRefusedError("Bảng tính không có trang nào hiển thị.")
        valueless = sum(len(package.valueless.get(name, ())) for name, _found in self._tables)
        if valueless:
            self.notes.append(
                f"{valueless} ô báo lỗi hoặc có công thức chưa được tính, coi là không đọc được. "
                "Mở bằng phần mềm bảng tính, lưu và gửi lại."
            )
        if len(self._tables) > 1:
            self.notes.append(
                f"Đọc {len(self._tables)} trang; số dòng của trang thứ n cộng thêm "
                f"{ROWS_OF_A_SHEET} × (n − 1)."
            )

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(h for _name, found in self._tables for h in found.unknown))

    @property
    def declared(self) -> frozenset[str]:
        return frozenset(key for _name, found in self._tables for key in found.declared)

    def batches(self) -> Iterator[pl.DataFrame]:
        for index, (name, headings) in enumerate(self._tables):
            with calamine_errors():
                sheet = self._book.get_sheet_by_name(name)
            valueless = self._package.valueless.get(name, frozenset())
            rows = _filled_rows(sheet, headings, valueless)
            first_serial = DAYS_OF_1904 if self._package.counts_from_1904 else 0
            yield from _sheet_batches(rows, headings, index * ROWS_OF_A_SHEET, first_serial)


def _head(book: calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=SEARCHED_ROWS + 4)
    return [[plain_text(cell) for cell in row] for row in rows]


def _filled_rows(
    sheet: calamine.CalamineSheet, headings: HeadingMap, valueless: frozenset[tuple[int, int]]
) -> list[list[Any]]:
    """All rows of a sheet; merged and valueless cells say what they stand for."""
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        column = headings.columns[left] if left < len(headings.columns) else None
        # A code over several rows would make one dossier of several.
        if left != right or top < headings.data_row or column in (None, "dossier_code"):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] == "":
                row[left] = rows[top][left]
    for y, x in sorted(valueless):
        if y >= headings.data_row:
            rows.extend([] for _ in range(len(rows), y + 1))
            rows[y].extend("" for _ in range(len(rows[y]), x + 1))
            rows[y][x] = DAMAGED_CODE
    return rows


def _sheet_batches(
    rows: list[list[Any]], headings: HeadingMap, first: int, first_serial: int
) -> Iterator[pl.DataFrame]:
    writers = [_writer_of(name, first_serial) for name in headings.columns]
    for start in range(headings.data_row, len(rows), _BATCH_ROWS):
        part = enumerate(rows[start : start + _BATCH_ROWS], first + start + 1)
        filled = [(number, row) for number, row in part if row.count("") < len(row)]
        columns = {
            cell_name(position): pl.Series(
                [write(row[position]) if position < len(row) else "" for _number, row in filled],
                dtype=pl.String,
            )
            for position, write in enumerate(writers)
        }
        numbers = pl.Series([number for number, _row in filled], dtype=pl.Int64)
        yield data_rows(pl.DataFrame({**columns, "source_row": numbers}), headings)


def _writer_of(column: str | None, first_serial: int) -> Any:
    """How cells of a canonical column become text."""
    if column in ("dossier_code", "other_dossier_code"):
        return _code
    if column == "procedure_code":
        return _procedure_code
    if column is not None and load_vocabulary().columns[column].type == "TIMESTAMP":
        return partial(_date, first_serial=first_serial)
    return plain_text


def plain_text(cell: object) -> str:
    """Any cell as text, for a reader of Vietnamese numbers."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, int | float):
        return repr(cell).replace(".", ",")
    if isinstance(cell, datetime | date):
        return _iso(cell)
    return "" if cell is None else str(cell)


def _code(cell: object) -> str:
    return cell if isinstance(cell, str) else ("" if cell is None else DAMAGED_CODE)


def _procedure_code(cell: object) -> str:
    """A code such as 1.005190 typed as a number has lost its zeros; it always has six decimals."""
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.6f}"
    return plain_text(cell)


def _date(cell: object, first_serial: int) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return plain_text(cell)
    if _FIRST_SERIAL <= (cell := cell + first_serial) <= _LAST_SERIAL:
        return _iso(_EPOCH + timedelta(seconds=round(cell * 86_400)))
    return plain_text(cell - first_serial)


def _iso(moment: date) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    whole = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == time() else whole.isoformat(sep=" ")
