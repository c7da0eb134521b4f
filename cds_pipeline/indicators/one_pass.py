"""Completes SQL files marked ``composed:`` from the indicator files: one pass for all of them.

Belongs here: putting the expressions of ``sql/indicators`` into the marked places.
Does not belong here: any expression of its own.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from cds_pipeline.models.header import SqlFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_pipeline.indicators.definition import Indicator

Composed = Literal["indicators", "summed_indicators", "distinct_indicators", "petition_indicators"]

COUNTS_MARK = "/* indicators: numerators and denominators */"
_ROWS_MARK = re.compile(r"/\* indicators: one row each(?:, by (?P<keys>[\w, ]+))? \*/")
# A period that began on the last day of a version may last so long.
_LONGEST_PERIOD = timedelta(days=366)
_DEFAULT_KEYS = "as_of_date, unit_key, received_on"


def compose(template: str, indicators: Sequence[Indicator], kind: Composed = "indicators") -> str:
    """The SQL that counts every indicator of a kind in one pass over its rows.

    Args:
        template: body of a file such as ``sql/staging/indicator_unit_day.sql`` with its two marks;
            the second may name the columns of ``counted`` to keep: ``one row each, by a, b``.
        indicators: all definitions.
        kind: ``indicators`` counts dossiers for every indicator of dossiers; ``summed_indicators``
            too, but leaves to others what cannot be summed (numerator and denominator 0);
            ``distinct_indicators`` marks what is counted once; ``petition_indicators`` counts
            petitions.

    Returns:
        A query whose rows are (as_of_date, unit_key, received_on or the named columns,
        indicator_id, definition_version, numerator, denominator, left_out), without rows that say
        nothing; of ``distinct_indicators`` (…, counted_key, in_numerator) instead of the counts.

    Raises:
        SqlFileError: a mark is missing or there is no indicator of the kind.
    """
    mark = _ROWS_MARK.search(template)
    chosen = [i for i in indicators if _is_of(i, kind)]
    if not chosen or COUNTS_MARK not in template or mark is None:
        raise SqlFileError("a file composed of indicators needs its two marks and an indicator")
    counts = "\n        ".join(line for indicator in chosen for line in _counts_of(indicator, kind))
    keys = ", ".join(f"c.{key.strip()}" for key in (mark["keys"] or _DEFAULT_KEYS).split(","))
    rows = "\nunion all\n".join(_rows_of(indicator, keys, kind) for indicator in chosen)
    return template.replace(COUNTS_MARK, counts).replace(mark[0], rows)


def _is_of(indicator: Indicator, kind: Composed) -> bool:
    if kind == "petition_indicators":
        return indicator.source == "petitions"
    is_distinct = kind == "distinct_indicators"
    return indicator.source == "dossiers" and (not is_distinct or not indicator.header.additive)


def _counts_of(indicator: Indicator, kind: Composed) -> list[str]:
    if kind == "distinct_indicators":
        _, top, bottom = indicator.distinct_parts()
        return [
            f"bool_or({condition}) as {indicator.label}__{part},"
            for part, condition in (("num", top), ("den", bottom))
        ]
    parts = {"num": indicator.numerator, "den": indicator.denominator}
    if kind == "summed_indicators" and not indicator.header.additive:
        parts = {}
    if indicator.left_out is not None:
        parts["out"] = indicator.left_out
    return [
        f"cast({expression} as bigint) as {indicator.label}__{part},"
        for part, expression in parts.items()
    ]


def _rows_of(indicator: Indicator, keys: str, kind: Composed) -> str:
    start = (
        f"select {keys}, "
        f"'{indicator.header.indicator_id}' as indicator_id, "
        f"'{indicator.header.definition_version}' as definition_version, "
    )
    label = f"c.{indicator.label}"
    if kind == "distinct_indicators":
        key = indicator.distinct_parts()[0].replace("d.", "c.")
        return (
            f"{start}{key} as counted_key, coalesce({label}__num, false) as in_numerator "
            f"from counted as c where {label}__den and {_may_count(indicator)}"
        )
    is_counted = kind != "summed_indicators" or indicator.header.additive
    top, bottom = (f"{label}__num", f"{label}__den") if is_counted else ("0", "0")
    left_out = "0" if indicator.left_out is None else f"{label}__out"
    says = [f"{part} > 0" for part in (bottom, left_out) if part != "0"] or ["false"]
    where = f" where ({' or '.join(says)}) and {_may_count(indicator)}"
    return (
        f"{start}cast({top} as bigint) as numerator, cast({bottom} as bigint) as denominator, "
        f"cast({left_out} as bigint) as left_out from counted as c{where}"
    )


def _may_count(indicator: Indicator) -> str:
    """Condition on the day: a version counts days of periods that began in its validity."""
    header = indicator.header
    condition = f"c.received_on >= cast('{header.valid_from}' as date)"
    if header.valid_to is not None:
        last = header.valid_to + _LONGEST_PERIOD
        condition += f" and c.received_on < cast('{last}' as date)"
    return condition
