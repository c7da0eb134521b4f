"""Numbers and dates as Vietnamese readers write them: ``85,40%``, ``4.131``, ``25/08/2023``.

Belongs here: turning one value into text. Does not belong here: words (``words``), tables.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NOTHING = "–"
_MINUS = "−"
_TO_VIETNAMESE = str.maketrans({",": ".", ".": ",", "-": _MINUS})


def number(value: float | Decimal | None, decimals: int = 0, *, signed: bool = False) -> str:
    """A number with dots for thousands and a decimal comma.

    Args:
        value: the number; ``None`` gives a dash.
        decimals: digits after the comma, rounded half away from zero.
        signed: whether a positive number gets a plus sign.
    """
    if value is None:
        return NOTHING
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    sign = "+" if signed and rounded > 0 else ""
    return sign + f"{rounded:,.{decimals}f}".translate(_TO_VIETNAMESE)


def percent(value: float | Decimal | None, decimals: int = 2) -> str:
    """A value given in percent: ``85.4`` is ``85,40%``."""
    return NOTHING if value is None else f"{number(value, decimals)}%"


def measured(value: float | Decimal | None, unit: str) -> str:
    """The value of an indicator in its own unit: ``85,40%``, or ``4,01 ngày`` where it counts days.

    Args:
        value: ``value_pct`` of a row.
        unit: ``marts.dim_indicator.unit``, ``percent`` or ``days``.
    """
    if unit == "days" and value is not None:
        return f"{number(value, 2)} ngày"
    return percent(value)


def points(value: float | Decimal | None, *, signed: bool = False) -> str:
    """A difference of two rates, in percentage points, without the unit."""
    return number(value, 2, signed=signed)


def day(value: date | datetime | None) -> str:
    """A date as ``dd/mm/yyyy``."""
    return NOTHING if value is None else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """A time as ``dd/mm/yyyy HH:MM``."""
    return NOTHING if value is None else f"{value:%d/%m/%Y %H:%M}"


def plain(value: Any) -> str:
    """Any value of a table cell, for a screen; fractions with two digits."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if value is None or isinstance(value, int):
        return number(value)
    if isinstance(value, float | Decimal):
        return number(value, 2)
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else day(value)
    return str(value)
