"""Delimited text (CSV, TSV): what the table is, and its rows as batches of text.

Belongs here: delimiter, heading, and the careful reader that takes any such file. Does not belong
here: the encoding (``encoding``), the fast reader for clean files (``flat_fast``).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

from cds_pipeline.contracts.codes import is_blank
from cds_pipeline.contracts.rules import mark
from cds_pipeline.reading.dates import read_date
from cds_pipeline.reading.encoding import LABELS, TextFacts, survey
from cds_pipeline.reading.headings import (
    NOTHING_DECLARED,
    SEARCHED_ROWS,
    HeadingMap,
    find_headings,
    require_columns,
)
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import Source, head_of
from cds_pipeline.reading.structure import DELIMITERS, cell_name, data_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.reading.headings import Declared

_OTHER_DELIMITERS = ("^", "~", ":", "#", "¦", "\x1f", "\x01")
# UTF-8 of Vietnamese letters taken for Western ones.
_WRONGLY_DECODED = ("á»", "áº", "Ä‘", "Ä\x91", "Æ°", "Ã¡", "Ã\xa0", "Ã´")
_BATCH_ROWS = 32_768
_HEAD_BYTES = 1 << 18
#: Longer cells and lines (in characters) are refused rather than held in memory.
_LARGEST_CELL, _LONGEST_LINE = 16 << 20, 64 << 20
_LIKE_A_CODE = re.compile(r"^\w+([.-]\w+)*-\d{3,}", re.ASCII)
_END = "\x00end of file"  # no file holds a NUL (encoding.survey)


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A delimited file whose encoding, delimiter and headings are known.

    Attributes:
        has_tall_headings: a row above the data holds a line break, so lines there are not rows.
    """

    source: Source
    text: TextFacts
    delimiter: str
    headings: HeadingMap
    has_tall_headings: bool

    @property
    def encoding_label(self) -> str:
        """The encoding as the manifest shows it."""
        return LABELS[self.text.encoding]


def open_flat(source: Source, declared: Declared = NOTHING_DECLARED) -> FlatTable:
    """Decide encoding, delimiter and headings.

    Raises:
        FileRefusedError: one of them cannot be decided, or a required heading is missing.
    """
    text = survey(source)
    head = head_of(source, _HEAD_BYTES).decode(text.encoding, errors="ignore")
    seen = [delimiter for delimiter in DELIMITERS if delimiter in head] or [","]
    tables = {delimiter: _head_rows(head, delimiter) for delimiter in seen}
    maps = {delimiter: find_headings(rows, declared) for delimiter, rows in tables.items()}
    delimiter = max(seen, key=lambda candidate: maps[candidate].recognised)
    if maps[delimiter].recognised == 0:
        _refuse_unlike_a_table(head)
    headings = require_columns(maps[delimiter])
    above = (cell for row in tables[delimiter][: headings.data_row] for cell in row)
    is_tall = any("\n" in cell or "\r" in cell for cell in above)
    return FlatTable(source, text, delimiter, headings, is_tall)


def _refuse_unlike_a_table(head: str) -> None:
    """Refuse text without a heading row where the reason can be told."""
    if not head.strip("\ufeff \t\r\n,;|\x1a"):
        raise FileRefusedError("Tệp không có chữ nào. Xuất lại tệp từ hệ thống nguồn.")
    if sum(head.count(pair) for pair in _WRONGLY_DECODED) > len(head) // 200:
        raise FileRefusedError(
            "Chữ tiếng Việt đã hỏng vì tệp được lưu qua một bảng mã sai. "
            "Xuất lại từ hệ thống nguồn dạng UTF-8."
        )
    for delimiter in _OTHER_DELIMITERS:
        if find_headings(_head_rows(head, delimiter)).recognised > 1:
            raise FileRefusedError(
                f"Dấu phân cách “{delimiter}” không được đọc. Xuất lại với dấu phẩy, chấm phẩy, "
                "tab hoặc |."
            )


def _head_rows(head: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(
            io.StringIO(head.removeprefix("\ufeff"), newline=""), delimiter=delimiter
        ):
            rows.append(row)
            if len(rows) == SEARCHED_ROWS + 4:
                break
    except csv.Error:  # a cell longer than the reader takes: not with this delimiter
        return rows
    return rows


def careful_batches(table: FlatTable) -> Iterator[pl.DataFrame]:
    """Data rows of any delimited file, as canonical columns of text with ``source_row``.

    ``source_row`` counts records from 1 as a spreadsheet shows them: titles, headings and blank
    lines count, a quoted line break starts none. Cells beyond the headings are dropped and marked.

    Raises:
        FileRefusedError: a quote is never closed, or closes so late that it swallowed rows.
    """
    columns = RowCollector(table.headings)
    for number, record in _records(table):
        if number <= table.headings.data_row or not record:
            continue
        columns.add(number, record)
        if columns.height == _BATCH_ROWS:
            yield data_rows(columns.take(), table.headings)
    if columns.height:
        yield data_rows(columns.take(), table.headings)


def _records(table: FlatTable) -> Iterator[tuple[int, list[str]]]:
    """Records with their number from 1."""
    csv.field_size_limit(_LARGEST_CELL)
    number = 0
    with table.source.open() as stream:
        lines = io.TextIOWrapper(
            cast("io.BufferedReader", stream), encoding=table.text.encoding, newline=""
        )
        try:
            for record in csv.reader(_with_end(lines), delimiter=table.delimiter):
                number += 1
                if record and record[-1].endswith(_END):
                    _check_end(record, number)
                    return
                _check_swallowed(record, table, number)
                yield number, record
        except csv.Error:  # the one error there is left: a cell is too long
            raise FileRefusedError(
                f"Dòng {number + 1} có ô dài hơn {_LARGEST_CELL >> 20} triệu ký tự, hoặc dấu ngoặc "
                "kép không được đóng đúng chỗ. Sửa dòng đó hoặc xuất lại tệp."
            ) from None
        finally:
            lines.detach()


def _with_end(lines: io.TextIOWrapper) -> Iterator[str]:
    """The lines, without a byte order mark, and a last one by which an open quote shows."""
    number = 0
    while line := lines.readline(_LONGEST_LINE):
        number += 1
        if len(line) >= _LONGEST_LINE:
            raise FileRefusedError(
                f"Dòng {number} dài hơn {_LONGEST_LINE >> 20} triệu ký tự: tệp hỏng hoặc không "
                "phải bảng. Xuất lại tệp từ hệ thống nguồn."
            )
        yield line if number > 1 else line.removeprefix("\ufeff")
    yield _END


def _check_end(record: list[str], number: int) -> None:
    if record != [_END]:
        raise FileRefusedError(_unclosed(number))


def _check_swallowed(record: list[str], table: FlatTable, number: int) -> None:
    """A cell that holds a line like a data row holds rows that a stray quote has swallowed."""
    for cell in record:
        if "\n" in cell and any(_is_like_a_row(line, table) for line in cell.split("\n")[1:]):
            raise FileRefusedError(_unclosed(number))


def _is_like_a_row(line: str, table: FlatTable) -> bool:
    """Whether a line has a date or a dossier code where the table has it."""
    cells = line.split(table.delimiter)
    received, code = (table.headings.position(n) or 0 for n in ("received_at", "dossier_code"))
    if 1 < received < len(cells):
        return read_date(cells[received]) is not None
    return code < len(cells) > 1 and bool(_LIKE_A_CODE.match(cells[code].strip(' "')))


def _unclosed(number: int) -> str:
    return f"Dấu ngoặc kép ở dòng {number} không được đóng đúng chỗ. Sửa dòng đó hoặc xuất lại tệp."


class RowCollector:
    """Rows of any width, collected until they make a batch as wide as the headings.

    Short rows are filled with blank cells; rows with more filled cells are cut and marked.
    """

    def __init__(self, headings: HeadingMap) -> None:
        self._width = len(headings.columns)
        self._rows: list[list[str]] = []
        self._numbers: list[int] = []
        self._too_long: list[bool] = []

    @property
    def height(self) -> int:
        """Rows collected since the last batch."""
        return len(self._numbers)

    def add(self, number: int, record: list[str]) -> None:
        """Collect one record and its number."""
        width = self._width
        self._too_long.append(
            len(record) > width and not all(is_blank(cell) for cell in record[width:])
        )
        if len(record) != width:
            record = record[:width] + [""] * (width - len(record))
        self._rows.append(record)
        self._numbers.append(number)

    def take(self) -> pl.DataFrame:
        """The collected rows as a raw table; starts over."""
        cells = {
            cell_name(position): pl.Series(cells, dtype=pl.String)
            for position, cells in enumerate(zip(*self._rows, strict=True))
        }
        numbers = pl.Series(self._numbers, dtype=pl.Int64)
        too_long = pl.Series(self._too_long, dtype=pl.Boolean)
        self._rows, self._numbers, self._too_long = [], [], []
        return pl.DataFrame({**cells, "source_row": numbers, mark("row_too_long"): too_long})
