"""Completes SQL files marked ``composed: indicators`` from the indicator files: one pass for all.

Belongs here: putting the expressions of ``sql/indicators`` into the two marked places.
Does not belong here: any expression of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_pipeline.indicators.definition import Indicator

COUNTS_MARK = "/* indicators: numerators and denominators */"
_ROWS_MARK = re.compile(r"/\* indicators: one row each(?:, by (?P<keys>[\w, ]+))? \*/")
_DEFAULT_KEYS = "as_of_date, unit_key, received_on"


def compose(template: str, indicators: Sequence[Indicator]) -> str:
    """The SQL that counts every indicator in one pass over the dossiers.

    Args:
        template: body of a file such as ``sql/staging/indicator_unit_day.sql`` with its two marks;
            the second may name the columns of ``counted`` to keep: ``one row each, by a, b``.
        indicators: definitions to count; at least one.

    Returns:
        A query whose rows are (as_of_date, unit_key, received_on or the named columns,
        indicator_id, definition_version, numerator, denominator).

    Raises:
        ValueError: a mark is missing or there is no indicator.
    """
    mark = _ROWS_MARK.search(template)
    if not indicators or COUNTS_MARK not in template or mark is None:
        raise ValueError("a file composed of indicators needs its two marks and an indicator")
    counts = "\n        ".join(
        f"cast({expression} as bigint) as {indicator.label}__{part},"
        for indicator in indicators
        for part, expression in (("num", indicator.numerator), ("den", indicator.denominator))
    )
    keys = ", ".join(f"c.{key.strip()}" for key in (mark["keys"] or _DEFAULT_KEYS).split(","))
    rows = "\nunion all\n".join(_rows_of(indicator, keys) for indicator in indicators)
    return template.replace(COUNTS_MARK, counts).replace(mark[0], rows)


def _rows_of(indicator: Indicator, keys: str) -> str:
    return (
        f"select {keys}, "
        f"'{indicator.header.indicator_id}' as indicator_id, "
        f"'{indicator.header.definition_version}' as definition_version, "
        f"c.{indicator.label}__num as numerator, c.{indicator.label}__den as denominator "
        "from counted as c"
    )
