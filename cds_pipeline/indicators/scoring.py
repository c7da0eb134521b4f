"""Value and score of a numerator and a denominator, from a definition alone, in exact decimals.

Belongs here: the arithmetic of DOMAIN.md section 2 in Python. Does not belong here: the same in SQL
(``staging.indicator_scored``; a property test holds the two together), the definitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cds_pipeline.indicators.definition import Indicator, IndicatorHeader

SCORE_DECIMALS = 2
_SECONDS_A_DAY = 86_400


class NoDefinitionError(LookupError):
    """No definition of that indicator was in force on that day; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a definition says of a numerator and a denominator.

    Attributes:
        value_pct: value as it is shown, in percent (days for a mean time); None is not 0.
        score: points, two decimals; None where none are given.
        max_score: points at most; None where none are given or their number is not published.
    """

    value_pct: Decimal | None
    score: Decimal | None
    max_score: Decimal | None


def definition_on(indicators: Iterable[Indicator], indicator_id: str, on: date) -> Indicator:
    """The definition of an indicator in force on a day.

    Raises:
        NoDefinitionError: there is none; the message says what there is.
    """
    known = list(indicators)
    versions = [i for i in known if i.header.indicator_id == indicator_id]
    for indicator in versions:
        if indicator.header.is_valid_on(on):
            return indicator
    if versions:
        first = min(i.header.valid_from for i in versions)
        raise NoDefinitionError(
            f"Chỉ tiêu {indicator_id} không có định nghĩa hiệu lực ngày {on:%d/%m/%Y} "
            f"(sớm nhất từ {first:%d/%m/%Y}). Chọn ngày khác bằng --on."
        )
    names = ", ".join(sorted({i.header.indicator_id for i in known}))
    raise NoDefinitionError(f"Không có chỉ tiêu {indicator_id}. Các chỉ tiêu: {names}.")


def score_of(
    header: IndicatorHeader, numerator: Decimal | int, denominator: Decimal | int
) -> Score:
    """Value and score under a definition.

    Args:
        header: the definition.
        numerator: what is counted; seconds for a mean time.
        denominator: 0 gives what the definition says of an empty denominator.
    """
    if denominator == 0:
        score = None if header.max_score is None else header.empty_score
        return Score(
            _rounded(header.empty_value_pct, header.value_decimals),
            _rounded(score, SCORE_DECIMALS),
            header.max_score,
        )
    share = Fraction(numerator) / Fraction(denominator)
    value = share / _SECONDS_A_DAY if header.unit == "days" else 100 * share
    return Score(
        round_half_up(value, header.value_decimals), points_of(header, share), header.max_score
    )


def points_of(header: IndicatorHeader, share: Fraction) -> Decimal | None:
    """Points a share of 1 earns, rounded, at most the maximum; None where none are given."""
    if header.max_score is None:
        return None
    earned = Fraction(header.max_score) * share * 100 / Fraction(header.full_marks_at_pct)
    return min(round_half_up(earned, SCORE_DECIMALS), header.max_score)


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """A fraction in decimals, halves away from zero."""
    shifted = abs(value) * 10**decimals + Fraction(1, 2)
    whole = shifted.numerator // shifted.denominator
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def _rounded(value: Decimal | None, decimals: int) -> Decimal | None:
    if value is None:
        return None
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
