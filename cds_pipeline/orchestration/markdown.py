"""Small tables as Markdown, the one rich form the Dagster UI shows inline.

Belongs here: turning rows into Markdown with Vietnamese numbers and dates. Does not belong here:
choosing the rows.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cds_pipeline.reporting.numbers import NOTHING, day, moment, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def markdown_table(rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> str:
    """A Markdown table; numbers right-aligned, an empty cell is a dash.

    Args:
        rows: column name to value.
        headings: the columns to show, in order.
    """
    if not rows:
        return "*Không có dòng nào.*"
    numeric = [_is_numeric([row[name] for row in rows]) for name in headings]
    lines = [
        _line(headings),
        _line(["---:" if right else "---" for right in numeric]),
        *(_line([cell(row[name]) for name in headings]) for row in rows),
    ]
    return "\n".join(lines)


def fitting_table(
    rows: Sequence[Mapping[str, Any]], headings: Sequence[str], characters: int
) -> str:
    """The longest beginning of a table that fits, and how many rows are left out."""
    shown = len(rows)
    while True:
        rest = len(rows) - shown
        ending = f"\n\n… và {number(rest)} dòng nữa." if rest else ""
        text = markdown_table(rows[:shown], headings) + ending
        if len(text) <= characters or shown <= 1:
            return text
        shown -= 1


def cell(value: object) -> str:
    """One value as people here write it: ``85,40``, ``4.131``, ``25/08/2023``."""
    match value:
        case None:
            text = NOTHING
        case bool():
            text = "có" if value else "không"
        case int():
            text = number(value)
        case float() | Decimal():
            text = number(value, 2)
        case datetime():
            text = moment(value)
        case date():
            text = day(value)
        case _:
            text = str(value).replace("|", "\\|").replace("\n", " ")
    return text


def sql_block(sql: str) -> str:
    """A query as a code block."""
    return f"```sql\n{sql.strip()}\n```"


def _line(cells: Sequence[str]) -> str:
    # No blanks around cells: the UI shows a text inline only below 1,000 characters.
    return f"|{'|'.join(cells)}|"


def _is_numeric(values: Sequence[object]) -> bool:
    return all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        for value in values
        if value is not None
    )
