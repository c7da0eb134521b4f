"""Which rows of a table are data.

Belongs here: dropping section, totals, footer, blank and repeated heading rows. Does not belong
here: judging data rows (``contracts``).

A structural row has no received date, no status and at most three filled cells (CONTRACT.md 1.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from cds_pipeline.contracts.codes import code_of
from cds_pipeline.contracts.heading_text import heading_key
from cds_pipeline.reading.dates import read_date
from cds_pipeline.reading.distinct import DistinctTexts, spelled_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_pipeline.reading.headings import HeadingMap

DELIMITERS = (",", ";", "\t", "|")
_MOST_FILLED = 3
_LONGEST_HEADING = 200
_SHORTEST_ROW = 20
# One word with a digit in it: a dossier code, sound or damaged.
_CODE_LIKE = re.compile(r"^\S*\d\S*$")


def cell_name(position: int) -> str:
    """Name of a column of a raw table by its position, from 0."""
    return f"cell_{position}"


def data_rows(raw: pl.DataFrame, headings: HeadingMap) -> pl.DataFrame:
    """The data rows of a raw table, with canonical column names.

    Args:
        raw: ``cell_0 … cell_n`` (text) for every column of the table, and any other columns.
        headings: what the columns are.

    Returns:
        Canonical columns and the other columns; cells of columns that are not read are dropped.
    """
    status = DistinctTexts(raw[cell_name(headings.position("status") or 0)])
    doubtful = status.read(lambda text: code_of("status", text), pl.Int16()).is_null()
    kept = raw
    if doubtful.any():
        suspects = raw.filter(doubtful)
        dropped = _structural(suspects, headings) | _repeated_headings(suspects, headings)
        kept = raw.filter(~doubtful.scatter(doubtful.arg_true(), dropped))
    cells = {cell_name(position) for position in range(len(headings.columns))}
    chosen = [
        pl.col(cell_name(position)).alias(name)
        for position, name in enumerate(headings.columns)
        if name is not None
    ]
    others = [name for name in raw.columns if name not in cells]
    return kept.select([*chosen, *others])


def _structural(suspects: pl.DataFrame, headings: HeadingMap) -> pl.Series:
    """Whether each row without a known status has no received date and few filled cells.

    A signature below the table may stand under the date or the status: text that is neither counts
    as none, unless the row has what looks like a dossier code. A whole row in one cell is a row,
    written with another delimiter.
    """
    status, received, code = (
        suspects[cell_name(headings.position(name) or 0)]
        for name in ("status", "received_at", "dossier_code")
    )
    blank = ~(DistinctTexts(status).given() | DistinctTexts(received).given())
    silent = blank | (_no_date(received) & _no_code(code))
    if not silent.any():
        return silent
    few = _filled_cells(suspects.filter(silent), len(headings.columns)) <= _MOST_FILLED
    silent = silent.scatter(silent.arg_true(), few)
    texts = suspects.filter(silent).select(pl.col("^cell_.*$")).rows()
    whole_rows = [
        place
        for place, row in zip(silent.arg_true(), texts, strict=True)
        if any(_is_a_row(cell, headings) for cell in row if cell and len(cell) > _SHORTEST_ROW)
    ]
    return silent.scatter(whole_rows, False)


def _is_a_row(cell: str, headings: HeadingMap) -> bool:
    """Whether a cell is a row of the table, written with another delimiter."""
    place = headings.position("received_at") or 0
    rows = (cell.split(delimiter) for delimiter in DELIMITERS)
    return any(len(row) > max(place, 2) and read_date(row[place]) is not None for row in rows)


def _no_date(cells: pl.Series) -> pl.Series:
    """Whether each cell is no date, a spreadsheet's serial number included."""
    dates = DistinctTexts(cells).read(
        lambda text: read_date(text) is not None or text.strip().isdigit(), pl.Boolean()
    )
    return ~dates.fill_null(value=False)


def _no_code(cells: pl.Series) -> pl.Series:
    """Whether each cell has no digit, or is several words."""
    codes = DistinctTexts(cells).read(
        lambda text: bool(_CODE_LIKE.match(text.strip())), pl.Boolean()
    )
    return ~codes.fill_null(value=False)


def _filled_cells(raw: pl.DataFrame, width: int) -> pl.Series:
    """How many cells of each row say something."""
    filled = [DistinctTexts(raw[cell_name(p)]).given().cast(pl.Int32) for p in range(width)]
    return pl.DataFrame([s.alias(str(i)) for i, s in enumerate(filled)]).sum_horizontal()


def _repeated_headings(suspects: pl.DataFrame, headings: HeadingMap) -> pl.Series:
    """Whether each row repeats a heading row, as prints with a heading on every page do."""
    code, status = (
        suspects[cell_name(headings.position(name) or 0)] for name in ("dossier_code", "status")
    )
    spelled = {heading_key(cell) for row in headings.heading_rows for cell in row}
    states = DistinctTexts(status)
    named = states.read(
        lambda text: len(text) < _LONGEST_HEADING and heading_key(text) in spelled, pl.Boolean()
    )
    wordy = ~states.given() & ~spelled_out(code).str.contains(r"\d").fill_null(value=False)
    repeats = named.fill_null(value=False) | wordy
    rows = suspects.filter(repeats).select(pl.col("^cell_.*$")).rows()
    found = [_is_heading_row(row, headings.heading_rows) for row in rows]
    return repeats.scatter(repeats.arg_true(), found)


def _is_heading_row(row: Sequence[str | None], heading_rows: Sequence[Sequence[str]]) -> bool:
    filled = [(p, heading_key(cell[:_LONGEST_HEADING])) for p, cell in enumerate(row) if cell]
    filled = [(place, key) for place, key in filled if key]
    return len(filled) >= 2 and any(
        all(place < len(known) and heading_key(known[place]) == key for place, key in filled)
        for known in heading_rows
    )
