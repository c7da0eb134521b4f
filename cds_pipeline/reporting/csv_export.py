"""CSV that spreadsheets open safely: a BOM for Vietnamese, no cell that starts a formula.

Belongs here: the text of a CSV file. Does not belong here: where it goes (``cli``).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Plain numbers are no formula: -1,5 · +12 · -3.204,75 · -12%
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\s?%?")


def csv_text(table: pa.Table) -> str:
    """A table as CSV text: comma, CRLF, quotes where needed, a heading line; no BOM yet.

    The BOM belongs to the encoding: ``csv_text(table).encode("utf-8-sig")``.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in table.column_names])
    for batch in table.to_batches():
        writer.writerows([safe_cell(v) for v in row.values()] for row in batch.to_pylist())
    return buffer.getvalue()


def safe_cell(value: Any) -> str:
    """One value as text that no spreadsheet takes for a formula.

    Numbers, dates and empty values are written plainly; a text that would start a formula gets an
    apostrophe in front.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if not isinstance(value, str) or _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def with_unique_names(table: pa.Table) -> pa.Table:
    """The table with repeated column names numbered: ``a``, ``a_2``."""
    seen: set[str] = set()
    names = []
    for name in table.column_names:
        unique, number = name, 1
        while unique in seen:
            number += 1
            unique = f"{name}_{number}"
        seen.add(unique)
        names.append(unique)
    return table.rename_columns(names)
