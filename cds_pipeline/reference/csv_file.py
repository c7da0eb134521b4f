"""One reference file as typed columns.

Belongs here: encoding, headings, and cells as dates, numbers and flags, each refusal naming its
line. Does not belong here: what a row means beside other rows (``units``, ``load``).
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from cds_pipeline.reference.errors import ReferenceDataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cds_pipeline.reference.shapes import Column, Kind, Shape

_ISO_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?$")
_VIETNAMESE_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?: 00:00(?::00)?)?$")
_FLAGS = {
    **dict.fromkeys(("1", "true", "có", "x", "yes", "đúng"), True),
    **dict.fromkeys(("0", "false", "không", "no", "sai"), False),
}
_LARGEST = {"decimal": Decimal(99_999), "integer": Decimal(2**31 - 1)}
_EXPECTED: dict[Kind, tuple[str, str]] = {
    "text": ("không phải chữ", "điền chữ"),
    "date": ("không phải ngày", "viết ngày dạng 2023-08-25 hoặc 25/08/2023"),
    "decimal": ("không phải số", "viết số dạng 85.4 hoặc 85,4, không kèm ký hiệu"),
    "integer": ("không phải số nguyên", "viết số nguyên, ví dụ 4"),
    "flag": ("không phải có/không", "viết 1 hoặc 0"),
}


@dataclass
class CsvTable:
    """The rows of one reference file, column by column.

    Attributes:
        path: the file.
        columns: values by column name, in the order of the shape; blanks are ``None``.
        lines: the line each row ends on, from 1.
        notes: what was ignored, in Vietnamese.
    """

    path: Path
    columns: dict[str, list[Any]]
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every row as (line, values by column)."""
        names = list(self.columns)
        values = zip(*self.columns.values(), strict=True)
        for line, row in zip(self.lines, values, strict=True):
            yield line, dict(zip(names, row, strict=True))

    def keep(self, kept: list[bool]) -> int:
        """Keep only the rows marked true; the number of rows dropped."""
        for name, values in self.columns.items():
            self.columns[name] = [v for v, k in zip(values, kept, strict=True) if k]
        self.lines = [v for v, k in zip(self.lines, kept, strict=True) if k]
        return kept.count(False)


def empty_table(path: Path, shape: Shape) -> CsvTable:
    """A table of that shape without rows."""
    return CsvTable(path, {column.name: [] for column in shape.columns})


def read_csv(path: Path, shape: Shape) -> CsvTable:
    """Read one reference file.

    Args:
        path: a CSV in UTF-8, with or without BOM; comma, or semicolon as Excel writes it here.
        shape: the columns it must and may have, in any order.

    Returns:
        The rows; rows without any value are left out, unknown columns are ignored and noted.

    Raises:
        ReferenceDataError: the file is not UTF-8, lacks a column, or a cell cannot be read.
    """
    records = _records(path)
    if not records:
        raise ReferenceDataError(path, "tệp trống, thiếu dòng tiêu đề", _headings_remedy(shape))
    positions, notes = _positions(path, shape, records[0][1])
    width = len(records[0][1])
    body = [(line, cells) for line, cells in records[1:] if any(cells)]
    for line, cells in body:
        if any(cells[width:]):
            raise ReferenceDataError(
                path,
                "dòng có nhiều ô hơn dòng tiêu đề",
                "đặt giá trị có dấu phẩy trong ngoặc kép",
                line=line,
                value=next(cell for cell in cells[width:] if cell),
            )
    lines = [line for line, _ in body]
    table = CsvTable(path, {}, lines, notes)
    for column in shape.columns:
        position = positions.get(column.name)
        cells = [
            row[position] if position is not None and position < len(row) else "" for _, row in body
        ]
        table.columns[column.name] = _typed(path, column, cells, lines)
    return table


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """Every record with its line, cells trimmed and in NFC."""
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReferenceDataError(
            path,
            f"tệp không phải UTF-8 (byte thứ {error.start + 1})",
            "lưu lại dạng CSV UTF-8",
        ) from error
    heading = text.partition("\n")[0]
    delimiter = ";" if ";" in heading and "," not in heading else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, [cell.strip() for cell in record]) for record in reader]
    except csv.Error as error:
        raise ReferenceDataError(
            path,
            f"không đọc được dòng CSV ({error})",
            "lưu lại dạng CSV UTF-8",
            line=reader.line_num,
        ) from error


def _headings_remedy(shape: Shape) -> str:
    return f"dòng đầu phải là: {','.join(column.name for column in shape.columns)}"


def _positions(path: Path, shape: Shape, headings: list[str]) -> tuple[dict[str, int], list[str]]:
    """Where each known column is, and notes about the others."""
    positions: dict[str, int] = {}
    unknown: list[str] = []
    known = {column.name for column in shape.columns}
    for position, heading in enumerate(headings):
        name = heading.casefold()
        if name in positions:
            raise ReferenceDataError(path, "cột lặp lại", "bỏ bớt một cột", line=1, value=heading)
        if name in known:
            positions[name] = position
        elif heading:
            unknown.append(heading)
    missing = [c.name for c in shape.columns if c.required and c.name not in positions]
    if missing:
        raise ReferenceDataError(
            path, "thiếu cột", _headings_remedy(shape), line=1, value=", ".join(missing)
        )
    return positions, [f"{path}: bỏ qua cột không dùng: {', '.join(unknown)}"] if unknown else []


def _typed(path: Path, column: Column, cells: list[str], lines: list[int]) -> list[Any]:
    """The cells of one column as values."""
    values: list[Any] = []
    for cell, line in zip(cells, lines, strict=True):
        if not cell:
            if column.required:
                raise ReferenceDataError(
                    path, f"ô {column.name} để trống", f"điền {column.name}", line=line
                )
            values.append(None)
            continue
        value: Any = cell if column.kind == "text" else _value(column.kind, cell)
        if column.choices:
            value = cell.casefold() if cell.casefold() in column.choices else None
        if value is None:
            problem, remedy = _EXPECTED[column.kind]
            if column.choices:
                problem, remedy = "là giá trị lạ", f"dùng một trong: {', '.join(column.choices)}"
            raise ReferenceDataError(
                path, f"{column.name} {problem}", remedy, line=line, value=cell
            )
        values.append(value)
    return values


def _value(kind: Kind, cell: str) -> date | Decimal | int | bool | None:
    """A cell as a date, number or flag; ``None`` when it is none."""
    if kind == "date":
        return _date(cell)
    if kind == "flag":
        return _FLAGS.get(cell.casefold())
    try:
        number = Decimal(cell.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > _LARGEST[kind]:
        return None
    # A legal limit of half a day takes up that whole day.
    return math.ceil(number) if kind == "integer" else round(number, 4)


def _date(cell: str) -> date | None:
    iso = _ISO_DATE.match(cell)
    vietnamese = None if iso else _VIETNAMESE_DATE.match(cell)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif vietnamese:
        day, month, year = (int(part) for part in vietnamese.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
