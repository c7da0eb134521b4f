"""Columns of dates that are all written in one shape, read without looking at single cells.

Belongs here: bringing cells of one width into ISO order and handing them to Arrow's parser. Does
not belong here: which dates are accepted (``dates``, whose :func:`read_date` decides every case
that is not plain), what a date means.

Arrow's parser takes exactly ``yyyy-MM-dd``, ``yyyy-MM-dd[ T]HH:mm`` and ``yyyy-MM-dd[ T]HH:mm:ss``
at these widths, and refuses a whole column for one cell that is no such date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa
from polars import CompatLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MICROSECONDS = pl.Datetime("us")
_FIRST_YEAR, _LAST_YEAR = 1900, 9000


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way to write a date: which cell character stands where in the ISO text.

    Attributes:
        picture: the cell; ``Y M D h m s`` are digits, anything else is written as it is.
        iso: the same date as Arrow reads it.
    """

    picture: str
    iso: str

    def fits(self, cell: str) -> bool:
        return len(cell) == len(self.picture) and all(
            found.isdigit() if sign in "YMDhms" else found == sign
            for found, sign in zip(cell, self.picture, strict=True)
        )


_SHAPES = (
    _Shape("YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD hh:mm:ss"),
    _Shape("YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm:ss"),
    _Shape("DD/MM/YYYY hh:mm:ss", "YYYY-MM-DD hh:mm:ss"),
    _Shape("DD/MM/YYYY", "YYYY-MM-DD"),
    _Shape("YYYY-MM-DD", "YYYY-MM-DD"),
    _Shape("DD/MM/YYYY hh:mm", "YYYY-MM-DD hh:mm"),
    _Shape("YYYYMMDDhhmmss", "YYYY-MM-DD hh:mm:ss"),
    _Shape("YYYYMMDD", "YYYY-MM-DD"),
)


def read_uniform(texts: pl.Series) -> tuple[pl.Series, pl.Series] | None:
    """A column whose filled cells are all dates of one shape.

    Args:
        texts: cells as written, null where there is no cell.

    Returns:
        ``(values, given)`` as :func:`cds_pipeline.reading.dates.read_dates` gives them; ``None``
        when any filled cell has another shape or is no date.
    """
    widths = texts.str.len_bytes()
    given = (widths > 0).fill_null(value=False)
    is_full = bool(given.all())
    cells = texts if is_full else texts.filter(given)
    if cells.is_empty():
        return _nothing(texts), given
    first = str(cells[0])
    shape = next((shape for shape in _SHAPES if shape.fits(first)), None)
    if shape is None or widths.max() != len(first):
        return None
    if (widths if is_full else widths.filter(given)).min() != len(first):
        return None
    found = _parsed(cells, shape)
    if found is None:
        return None
    if is_full:
        return found.alias(texts.name), given
    return _nothing(texts).scatter(given.arg_true(), found), given


def _nothing(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None], dtype=_MICROSECONDS).new_from_index(0, texts.len())


def _parsed(cells: pl.Series, shape: _Shape) -> pl.Series | None:
    """Cells of one width as times; ``None`` when one of them is no date of this shape."""
    column = cells.to_arrow(compat_level=CompatLevel.oldest())
    if shape.picture != shape.iso:
        reordered = _reordered(column, shape)
        if reordered is None:
            return None
        column = reordered
    try:
        times = column.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    values = pl.Series(times)
    in_range = values.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)
    return values if in_range.all() else None


def _reordered(column: pa.LargeStringArray, shape: _Shape) -> pa.Array | None:
    """The same dates in ISO order; ``None`` when a character that is no digit differs."""
    count, width = len(column), len(shape.picture)
    _validity, offsets, characters = column.buffers()
    first = int(np.frombuffer(offsets, dtype=np.int64)[column.offset])
    cells = np.frombuffer(characters, dtype=np.uint8)[first : first + count * width]
    cells = cells.reshape(count, width)
    fixed = [place for place, sign in enumerate(shape.picture) if sign not in "YMDhms"]
    if any((cells[:, place] != ord(shape.picture[place])).any() for place in fixed):
        return None
    iso: NDArray[np.uint8] = np.empty((count, len(shape.iso)), dtype=np.uint8)
    taken = dict.fromkeys("YMDhms", 0)
    for place, sign in enumerate(shape.iso):
        if sign not in taken:
            iso[:, place] = ord(sign)
            continue
        iso[:, place] = cells[:, shape.picture.index(sign) + taken[sign]]
        taken[sign] += 1
    starts = np.arange(count + 1, dtype=np.int64) * len(shape.iso)
    return pa.Array.from_buffers(
        pa.large_string(), count, [None, pa.py_buffer(starts), pa.py_buffer(iso)]
    )
