"""Small tables as rows of text, whatever their format: what all kinds but dossiers are read from.

Belongs here: every visible sheet of a workbook, or a delimited file, as text cells with row
numbers. Does not belong here: headings, what a cell means.

Whole files are held in memory: tables of a province's units or petitions, not of its dossiers.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import python_calamine as calamine

from cds_pipeline.reading.detect import WORKBOOK_FORMATS
from cds_pipeline.reading.encoding import LABELS, survey
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.structure import DELIMITERS
from cds_pipeline.reading.workbook import (
    ROWS_OF_A_SHEET,
    calamine_errors,
    open_book,
    plain_text,
)

if TYPE_CHECKING:
    from cds_pipeline.reading.source import Source
    from cds_pipeline.settings import Settings

_SAMPLE_LINES = 20
_LARGEST_CELL = 1 << 20


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        rows: cells as text, blank ones empty; rows may differ in length.
        first_row: number of ``rows[0]`` as ``source_row`` counts.
    """

    rows: list[list[str]]
    first_row: int = 1


def read_grids(
    source: Source, promised: str, settings: Settings
) -> tuple[list[Grid], str | None, list[str]]:
    """The tables of a file, its encoding (text only), and notes (Vietnamese).

    Raises:
        FileRefusedError: the file cannot be read, or holds no visible sheet.
    """
    if promised not in WORKBOOK_FORMATS:
        grid, encoding = _delimited(source)
        return [grid], encoding, []
    memory = settings.memory_bytes // 2
    book, _package = open_book(source, promised, settings.workbook_max_mb, memory)
    grids: list[Grid] = []
    notes = []
    for number, sheet in enumerate(book.sheets_metadata, start=1):
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            notes.append(f"Bỏ qua trang thứ {number} vì đang ẩn.")
            continue
        with calamine_errors():
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        first = len(grids) * ROWS_OF_A_SHEET + 1
        grids.append(Grid([[plain_text(cell) for cell in row] for row in rows], first))
    if not grids:
        raise FileRefusedError("Bảng tính không có trang nào hiển thị.")
    return grids, None, notes


def _delimited(source: Source) -> tuple[Grid, str]:
    facts = survey(source)
    with source.open() as stream:
        lines = io.TextIOWrapper(
            cast("io.BufferedReader", stream), encoding=facts.encoding, newline=""
        )
        text = lines.read().removeprefix("\ufeff")
        lines.detach()
    sample = text.splitlines()[:_SAMPLE_LINES]
    delimiter = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in sample))
    csv.field_size_limit(_LARGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise FileRefusedError(
            "Dấu ngoặc kép không được đóng đúng chỗ. Sửa dòng đó hoặc xuất lại tệp."
        ) from None
    return Grid(rows), LABELS[facts.encoding]
