"""Completes ``sql/staging/indicator_unit_day.sql`` from the indicator files: one pass for all.

Belongs here: putting the expressions of ``sql/indicators`` into the two marked places.
Does not belong here: any expression of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_pipeline.indicators.definition import Indicator

COUNTS_MARK = "/* indicators: numerators and denominators */"
ROWS_MARK = "/* indicators: one row each */"


def compose(template: str, indicators: Sequence[Indicator]) -> str:
    """The SQL that counts every indicator in one pass over the dossiers.

    Args:
        template: body of ``sql/staging/indicator_unit_day.sql`` with its two marks.
        indicators: definitions to count; at least one.

    Returns:
        A query whose rows are (as_of_date, unit_key, received_on, indicator_id,
        definition_version, numerator, denominator).

    Raises:
        ValueError: a mark is missing or there is no indicator.
    """
    if not indicators or COUNTS_MARK not in template or ROWS_MARK not in template:
        raise ValueError("sql/staging/indicator_unit_day.sql needs its two marks and an indicator")
    counts = "\n        ".join(
        f"cast({expression} as bigint) as {indicator.label}__{part},"
        for indicator in indicators
        for part, expression in (("num", indicator.numerator), ("den", indicator.denominator))
    )
    rows = "\nunion all\n".join(_rows_of(indicator) for indicator in indicators)
    return template.replace(COUNTS_MARK, counts).replace(ROWS_MARK, rows)


def _rows_of(indicator: Indicator) -> str:
    return (
        "select c.as_of_date, c.unit_key, c.received_on, "
        f"'{indicator.header.indicator_id}' as indicator_id, "
        f"'{indicator.header.definition_version}' as definition_version, "
        f"c.{indicator.label}__num as numerator, c.{indicator.label}__den as denominator "
        "from counted as c"
    )
