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
from cds_pipeline.reading.dates import read_date
from cds_pipeline.reading.distinct import DistinctTexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_pipeline.reading.headings import HeadingMap

_MOST_FILLED = 3
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
    kept = raw.filter(~(_structural(raw, headings) | _repeated_headings(raw, headings)))
    cells = {cell_name(position) for position in range(len(headings.columns))}
    chosen = [
        pl.col(cell_name(position)).alias(name)
        for position, name in enumerate(headings.columns)
        if name is not None
    ]
    others = [name for name in raw.columns if name not in cells]
    return kept.select([*chosen, *others])


def _structural(raw: pl.DataFrame, headings: HeadingMap) -> pl.Series:
    """Whether each row has no received date, no status and few filled cells.

    A signature below the table may stand under the date or the status: text that is neither counts
    as none, unless the row has what looks like a dossier code.
    """
    status, received, code = (
        raw[cell_name(headings.position(name) or 0)]
        for name in ("status", "received_at", "dossier_code")
    )
    nothing = DistinctTexts(status).read(lambda t: code_of("status", t), pl.Int16()).is_null()
    if not nothing.any():
        return nothing
    suspects = [cells.filter(nothing) for cells in (status, received, code)]
    blank = ~(DistinctTexts(suspects[0]).given() | DistinctTexts(suspects[1]).given())
    silent = blank | (_no_date(suspects[1]) & _no_code(suspects[2]))
    nothing = nothing.scatter(nothing.arg_true(), silent)
    if not nothing.any():
        return nothing
    few = _filled_cells(raw.filter(nothing), len(headings.columns)) <= _MOST_FILLED
    return nothing.scatter(nothing.arg_true(), few)


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


def _repeated_headings(raw: pl.DataFrame, headings: HeadingMap) -> pl.Series:
    """Whether each row repeats a heading row, as prints with a heading on every page do."""
    suspects = pl.Series([False]).new_from_index(0, raw.height)
    for column in ("dossier_code", "status", "received_at"):
        position = headings.position(column) or 0
        texts = {row[position] for row in headings.heading_rows if position < len(row)}
        texts = {text for text in texts if len(text) > 3 or not text.isalnum()} - {""}
        if texts:
            suspects = suspects | _is_one_of(raw[cell_name(position)], texts)
    if not suspects.any():
        return suspects
    rows = raw.filter(suspects).select(pl.col("^cell_.*$")).rows()
    repeats = pl.Series([_is_heading_row(row, headings.heading_rows) for row in rows])
    return suspects.scatter(suspects.arg_true(), repeats)


def _is_one_of(cells: pl.Series, texts: set[str]) -> pl.Series:
    if isinstance(cells.dtype, pl.Enum):
        seen = DistinctTexts(cells).read(texts.__contains__, pl.Boolean())
    else:
        seen = cells.is_in(pl.Series(sorted(texts)).implode())
    return seen.fill_null(value=False)


def _is_heading_row(row: Sequence[str | None], heading_rows: Sequence[Sequence[str]]) -> bool:
    cells = [" ".join((cell or "").split()) for cell in row]
    filled = [(position, cell) for position, cell in enumerate(cells) if cell]
    return len(filled) >= 2 and any(
        all(position < len(row) and row[position] == cell for position, cell in filled)
        for row in heading_rows
    )
