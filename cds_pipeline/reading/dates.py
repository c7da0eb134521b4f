"""Dates as source systems write them, one cell or a whole column.

Belongs here: the accepted shapes and the local time they mean. Does not belong here: what a missing
or contradictory date means (``contracts.rules``), serial dates of workbooks (``workbook``).

Shapes (CONTRACT.md 1.1): ``yyyyMMddHHmmss``, ``yyyyMMdd``, ``yyyy-MM-dd[ HH:mm[:ss[.fff]]]``, ISO
8601 with ``T`` and a zone, ``d/M/yyyy[ H:mm[:ss]]``. Nothing else is guessed.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import polars as pl

from cds_pipeline.contracts.codes import is_blank
from cds_pipeline.reading.date_columns import read_uniform
from cds_pipeline.reading.tidy import tidy

_LOCAL = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh has had no other offset since 1975
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
# Shapes of one width, for whole columns. The pattern decides: chrono alone would also take blanks,
# signs and a sixtieth second.
_TIME = r"[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
_FIXED = (
    ("%d/%m/%Y %H:%M:%S", rf"^[0-9]{{2}}/[0-9]{{2}}/[0-9]{{4}} {_TIME}$"),
    ("%Y-%m-%d %H:%M:%S", rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} {_TIME}$"),
    ("%Y-%m-%dT%H:%M:%S", rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_TIME}$"),
    ("%Y%m%d%H%M%S", r"^[0-9]{10}[0-5][0-9][0-5][0-9]$"),
    ("%d/%m/%Y", r"^[0-9]{2}/[0-9]{2}/[0-9]{4}$"),
    ("%Y-%m-%d", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    ("%d/%m/%Y %H:%M", r"^[0-9]{2}/[0-9]{2}/[0-9]{4} [0-2][0-9]:[0-5][0-9]$"),
    ("%Y%m%d", r"^[0-9]{8}$"),
)
_MICROSECONDS = pl.Datetime("us")
_FEW = 256


def read_date(text: str) -> datetime | None:
    """One date as local time without zone; ``None`` when the text is no date of a known shape."""
    text = tidy(text).strip()
    if len(text) > 40 or not text.isascii():
        return None
    try:
        found = _from_shape(text)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _from_shape(text: str) -> datetime | None:
    if parts := _VIETNAMESE.fullmatch(text):
        day, month, year, *time = parts.groups()
        return _moment(year, month, day, *time)
    if parts := _COMPACT.fullmatch(text):
        return _moment(*parts.groups())
    if parts := _ISO.fullmatch(text):
        *numbers, fraction, zone = parts.groups()
        microseconds = int((fraction or "0")[:6].ljust(6, "0"))
        return _in_local_time(_moment(*numbers).replace(microsecond=microseconds), zone)
    return None


def _moment(*parts: str | None) -> datetime:
    """Year, month, day and, where written, hour, minute and second of local time."""
    year, month, day, *time = (int(part or 0) for part in parts)
    hour, minute, second = (*time, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local by contract


def _in_local_time(found: datetime, zone: str | None) -> datetime:
    if zone is None:
        return found
    if zone in "Zz":
        offset = timedelta(0)
    else:
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if zone[0] == "-" else offset
    return found.replace(tzinfo=timezone(offset)).astimezone(_LOCAL).replace(tzinfo=None)


def read_dates(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """A column of dates.

    Args:
        texts: cells as written, null where there is no cell.

    Returns:
        ``(values, given)``: local times (microseconds, null where blank or unreadable), and whether
        the cell said anything. Equal to :func:`read_date` cell by cell.
    """
    if (uniform := read_uniform(texts)) is not None:
        return uniform
    given = texts.is_not_null()
    values = pl.Series(texts.name, [None], dtype=_MICROSECONDS).new_from_index(0, texts.len())
    rest = given
    for shape, pattern in _shapes_by_first_cell(texts):
        parsed = _parse(texts, shape, pattern)
        values = parsed if rest is given else values.zip_with(~rest, parsed)
        rest = given & values.is_null()
        if not rest.any() or texts.filter(rest).n_unique() <= _FEW:
            break
    if rest.any():
        values, given = _read_the_rest(texts, values, rest, given)
    return values, given


def _shapes_by_first_cell(texts: pl.Series) -> list[tuple[str, str]]:
    """The fixed shapes, the one the first filled cell has first; none for an empty column."""
    filled = texts.filter(texts.str.len_bytes() > 0)
    if filled.is_empty():
        return []
    first = str(filled[0])
    fitting = [shape for shape in _FIXED if re.match(shape[1], first)]
    return fitting + [shape for shape in _FIXED if shape not in fitting]


def _parse(texts: pl.Series, shape: str, pattern: str) -> pl.Series:
    """Cells of exactly this shape as times, all others null."""
    fits = texts.str.contains(pattern)
    if not fits.all():
        texts = texts.set(~fits, None)
    values = texts.str.strptime(_MICROSECONDS, shape, strict=False, cache=False)
    years = values.dt.year()
    in_range = years.is_between(_FIRST_YEAR, _LAST_YEAR)
    return values if in_range.all() else values.set(~in_range, None)


def _read_the_rest(
    texts: pl.Series, values: pl.Series, rest: pl.Series, given: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Cells no fixed shape fitted, one distinct text at a time."""
    cells = texts.filter(rest)
    distinct = cells.unique()
    table = pl.DataFrame(
        {
            "text": distinct,
            "value": pl.Series([read_date(t) for t in distinct], dtype=_MICROSECONDS),
            "blank": pl.Series([is_blank(tidy(t)) for t in distinct], dtype=pl.Boolean),
        }
    )
    found = pl.DataFrame({"text": cells}).join(table, on="text", how="left", maintain_order="left")
    positions = rest.arg_true()
    return values.scatter(positions, found["value"]), given.scatter(positions, ~found["blank"])
