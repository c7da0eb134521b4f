"""Which period published figures are of.

Belongs here: what a payload or a file's name says about the period. Does not belong here: figures.

A payload names its period as the portal's requests do (``timeType`` with ``year``, ``quarter``,
``month``; or ``fromDate`` and ``toDate``); else the file name does (``phutho_2026-08.json``,
``2026-Q3``, ``nam_2026``), else a folder. Where nothing does it is the month of the delivery day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from cds_pipeline.reading.dates import read_date
from cds_pipeline.reference.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_YEAR = r"(?P<year>20\d\d)"
_SEPARATOR = r"[\s._-]*"
_PATTERNS = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)")
    for pattern in (
        rf"{_YEAR}[._-]?(?P<month>0[1-9]|1[0-2])[._-]?(?:0[1-9]|[12]\d|3[01])",
        rf"(?:quý|quy|q){_SEPARATOR}(?P<quarter>[1-4]){_SEPARATOR}{_YEAR}",
        rf"{_YEAR}{_SEPARATOR}(?:quý|quy|q){_SEPARATOR}(?P<quarter>[1-4])",
        rf"(?:tháng|thang|t|month){_SEPARATOR}(?P<month>0?[1-9]|1[0-2]){_SEPARATOR}{_YEAR}",
        rf"{_YEAR}{_SEPARATOR}(?:tháng|thang|t|month){_SEPARATOR}(?P<month>0?[1-9]|1[0-2])",
        rf"{_YEAR}[._-]?(?P<month>0[1-9]|1[0-2])",
        rf"(?P<month>0[1-9]|1[0-2])[._-]{_YEAR}",
        rf"(?:năm|nam|year){_SEPARATOR}{_YEAR}",
    )
)
_TYPES = {1: "month", 3: "quarter", 6: "half", 12: "year"}


@dataclass(frozen=True, slots=True)
class Period:
    """A period of published figures.

    Attributes:
        period_type: ``month``, ``quarter``, ``half`` or ``year``.
        period_start: its first day.
        is_stated: whether payload, file name or folder says so.
    """

    period_type: str
    period_start: date
    is_stated: bool = True


def period_of(members: Mapping[str, Any], file_name: str, delivered_on: date) -> Period:
    """The period of a file.

    Args:
        members: members of the payload that are no figures; empty for a workbook.
        file_name: relative to the landing zone, delivery day first.
        delivered_on: the delivery day.
    """
    found = _from_payload(members) or _from_name(file_name)
    return found or Period("month", delivered_on.replace(day=1), is_stated=False)


def _from_payload(members: Mapping[str, Any]) -> Period | None:
    kind = text_key(str(members.get("timeType") or ""))
    year = _number(members.get("year"))
    if year is not None:
        month, quarter = _number(members.get("month")), _number(members.get("quarter"))
        if kind in ("month", "") and month is not None:
            return _period(year, month=month)
        if kind in ("quarter", "") and quarter is not None:
            return _period(year, quarter=quarter)
        return _period(year) if kind in ("year", "") else None
    first, last = (read_date(str(members.get(name) or "")) for name in ("fromDate", "toDate"))
    if first is None or last is None or first.day != 1:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    is_whole = last.day == monthrange(last.year, last.month)[1]
    if not is_whole or months not in _TYPES or (first.month - 1) % months:
        return None
    return Period(_TYPES[months], first.date())


def _from_name(file_name: str) -> Period | None:
    for part in _parts(file_name):
        for pattern in _PATTERNS:
            if found := pattern.search(part):
                groups = {k: int(v) for k, v in found.groupdict().items() if v is not None}
                return _period(groups["year"], groups.get("month"), groups.get("quarter"))
    return None


def _parts(file_name: str) -> Iterator[str]:
    """The file's own name, then its folders from the innermost, the delivery day left out."""
    path, _, member = file_name.partition("!")
    for whole in (PurePosixPath(member), PurePosixPath(path).relative_to(path.split("/")[0])):
        for part in reversed(whole.parts):
            yield text_key(part.rpartition(".")[0] or part)


def _period(year: int, month: int | None = None, quarter: int | None = None) -> Period | None:
    if month is not None:
        return Period("month", date(year, month, 1)) if 1 <= month <= 12 else None
    if quarter is not None:
        return Period("quarter", date(year, 3 * quarter - 2, 1)) if 1 <= quarter <= 4 else None
    return Period("year", date(year, 1, 1))


def _number(value: object) -> int | None:
    text = "" if value is None or isinstance(value, bool) else str(value).strip()
    return int(text) if text.isdigit() and len(text) <= 4 and int(text) else None
