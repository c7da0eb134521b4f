"""What a workbook's package says that its cells do not: its size, its epoch, cells without a value.

Belongs here: looking into .xlsx and .ods packages (and the head of .xls) before the cells are read.
Does not belong here: the cells (``workbook``).

The reader of cells makes a full rectangle of every sheet, so one stray cell in the last corner
would take 400 GB; it shows a formula that was never computed and an error as an empty cell.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED = "Bảng tính bị hỏng hoặc bị cắt. Mở lại bằng phần mềm bảng tính, lưu và gửi lại."
#: Days between the two epochs of serial dates, 1900 and 1904.
DAYS_OF_1904 = 1462
# What a cell takes in memory while a sheet is read, in bytes.
_BYTES_OF_A_CELL = 48
_MOST_VALUELESS = 200_000
# KeyError: no such part; RuntimeError: a part has a password, or a packing nobody knows.
_OF_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError, ET.ParseError
)  # fmt: skip
_SHEET_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_XLS_1904 = b"\x22\x00\x02\x00\x01\x00"
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{6,})"')
_COLUMN = {letters: re.compile(rb'\br="([A-Za-z]{%d})\d' % letters) for letters in (2, 3)}
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>')
_PLACE = re.compile(rb'\br="([A-Za-z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(
    rb'<table:table-(row|cell)\b[^>]*number-(?:rows|columns)-repeated="(\d{1,9})"[^>]*?(/?)>'
)


@dataclass(slots=True)
class Package:
    """What is known of a workbook before its cells are read.

    Attributes:
        counts_from_1904: serial dates count from 1904.
        valueless: by sheet name, places ``(row, column)`` from 0 of cells that hold an error or a
            formula without a computed value.
    """

    counts_from_1904: bool = False
    valueless: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict)


def inspect(content: bytes, promised: str, limit: int, memory: int) -> Package:
    """Look into a workbook.

    Args:
        content: the file.
        promised: ``xlsx``, ``xls`` or ``ods``.
        limit: largest expanded size, bytes.
        memory: memory the cells of one sheet may take, bytes.

    Raises:
        FileRefusedError: too large, damaged, not what its name says, or a sheet so sparse that its
            rectangle does not fit into memory.
    """
    if len(content) > limit:
        raise FileRefusedError(_too_large(limit))
    if promised == "xls":
        return Package(counts_from_1904=_XLS_1904 in content[: 1 << 16])
    with _damage_refused():
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        _check_parts(archive, promised, limit)
        most_cells = max(memory // _BYTES_OF_A_CELL, 1)
        if promised == "ods":
            _check_repeats(_part(archive, "content.xml"), most_cells)
            return Package()
        return _inspect_sheets(archive, most_cells)


@contextmanager
def _damage_refused() -> Iterator[None]:
    """What zipfile and the parser raise for damage, as a refusal; wraps their calls only."""
    try:
        yield
    except _OF_DAMAGE:
        raise FileRefusedError(DAMAGED) from None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with _damage_refused():
        return archive.read(name)


def _tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    content = _part(archive, name)
    with _damage_refused():
        return ET.fromstring(content)  # noqa: S314 - expat bounds it


def _check_parts(archive: zipfile.ZipFile, promised: str, limit: int) -> None:
    members = archive.infolist()
    part = "content.xml" if promised == "ods" else "xl/"
    if not any(member.filename.startswith(part) for member in members):
        raise FileRefusedError(
            f"Tên tệp là .{promised} nhưng nội dung không phải bảng tính đó. "
            "Lưu lại tệp đúng định dạng."
        )
    if sum(member.file_size for member in members) > limit:
        raise FileRefusedError(_too_large(limit))


def _too_large(limit: int) -> str:
    return (
        f"Bảng tính quá lớn khi giải nén (hơn {limit >> 20} MB). Xuất dạng CSV, chia nhỏ tệp, "
        "hoặc tăng CDS_WORKBOOK_MAX_MB."
    )


def _inspect_sheets(archive: zipfile.ZipFile, most_cells: int) -> Package:
    if "xl/workbook.xml" not in archive.namelist():
        return Package()  # reading the cells says that there is no sheet
    book = _tree(archive, "xl/workbook.xml")
    package = Package()
    for element in book.iter():
        if element.tag.endswith("}workbookPr"):
            package.counts_from_1904 = element.get("date1904") in ("1", "true")
    for number, (name, part) in enumerate(_sheets(archive, book), start=1):
        content = _part(archive, part) if part in archive.namelist() else b""
        _check_rectangle(content, number, most_cells)
        places = frozenset(_valueless_places(content))
        if places:
            package.valueless[name] = places
    return package


def _sheets(archive: zipfile.ZipFile, book: ET.Element) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet, in the workbook's order."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in archive.namelist():
        raise FileRefusedError(DAMAGED)
    listed = _tree(archive, relations)
    targets = {entry.get("Id"): entry.get("Target") or "" for entry in listed}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_SHEET_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield element.get("name") or "", PurePosixPath(part).as_posix()


def _check_rectangle(content: bytes, number: int, most_cells: int) -> None:
    rows = max((int(found[1]) for found in _ROW.finditer(content)), default=100_000)
    width = 26
    if rows * 26**2 > most_cells:
        for letters in (2, 3):
            seen = {found[1].upper() for found in _COLUMN[letters].finditer(content)}
            width = max([width, *map(_column_number, seen)])
    if rows * width > most_cells:
        raise FileRefusedError(
            f"Trang thứ {number} có ô ở quá xa bảng (đến hàng {rows}, cột thứ {width}), không đủ "
            "bộ nhớ để đọc. Xóa hàng, cột thừa rồi lưu lại, hoặc xuất dạng CSV."
        )


def _valueless_places(content: bytes) -> Iterator[tuple[int, int]]:
    """Places of formulas without a value and of errors."""
    found = 0
    patterns = [_UNCOMPUTED] * (b"<f" in content or b":f" in content)
    for pattern in [*patterns, *[_ERROR] * (b't="e"' in content)]:
        for cell in pattern.finditer(content):
            place = _PLACE.search(cell[1])
            if place is None or (pattern is _UNCOMPUTED and b't="str"' in cell[1]):
                continue  # a text formula without a text is an empty text
            found += 1
            if found > _MOST_VALUELESS:
                raise FileRefusedError(
                    f"Bảng tính có hơn {_MOST_VALUELESS} ô báo lỗi hoặc công thức chưa tính. Mở "
                    "bằng phần mềm bảng tính, tính lại, lưu và gửi lại."
                )
            yield int(place[2]) - 1, _column_number(place[1].upper()) - 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_repeats(content: bytes, most_cells: int) -> None:
    """Filled cells of an open document that stand for many."""
    rows = cells = 1
    for found in _REPEATED.finditer(content):
        times = int(found[2])
        if found[1] == b"row":
            rows = times if not found[3] else 1
            cells += rows
        elif not found[3]:
            cells += rows * times
        if cells > most_cells:
            raise FileRefusedError(
                "Trang tính lặp một ô có chữ quá nhiều lần, không đủ bộ nhớ để đọc. Xóa hàng, cột "
                "thừa rồi lưu lại, hoặc xuất dạng CSV."
            )
