"""Refuses SQL that does not mean the same on DuckDB and Spark.

Belongs here: what is refused and what to write instead, measured construct by construct.
Does not belong here: rewriting; the text runs as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import exp

from cds_pipeline.models.lineage import parse

_NOT_PORTABLE = {
    "array_contains": "exists (…) over exploded elements",
    "arg_max": "max_by",
    "arg_min": "min_by",
    "concat": "|| with coalesce, or concat_ws",
    "date_diff": "arithmetic on year and month, or a shim",
    "datediff": "arithmetic on year and month, or a shim",
    "dayofweek": "marts.dim_date.iso_weekday",
    "epoch": "a shim",
    "hash": "md5",
    "histogram": "group by",
    "regexp_extract": "split_part",
    "strftime": "extract",
    "strip_accents": "normalise while reading",
    "strptime": "try_cast",
    "list_value": "a join",
}
_FUNCTION = re.compile(r"\b([a-z_]+)\s*\(")
_TEXT_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|/\*.*?\*/|--[^\n]*", re.DOTALL)
_ORDER_ITEM = re.compile(r"\b(asc|desc)\b(?!\s+nulls\s+(first|last))", re.IGNORECASE)
_FORBIDDEN_TEXT = {
    r"::": "cast(… as …)",
    r"//": "floor of a quotient",
    r"\bqualify\b": "row_number() in a subquery",
    r"\basof\s+join\b": "a range join",
    r"\bunion\s+(all\s+)?by\s+name\b": "columns in order",
    r"\bdistinct\s+on\b": "row_number() in a subquery",
    r"\bexclude\b": "columns by name",
    r"\bcurrent_date\b": "staging.run.as_of_date",
    r"\bnow\(\)": "staging.run.as_of_date",
}


@dataclass(frozen=True)
class Finding:
    """One construct that must not stand in a model: where, what, what to write instead."""

    where: str
    construct: str
    instead: str

    def __str__(self) -> str:
        """The finding as a sentence."""
        return f"{self.where}: {self.construct} means something else on Spark; write {self.instead}"


def lint(sql: str, where: str) -> list[Finding]:
    """What in a query is not portable; empty when all is well.

    Raises:
        SqlFileError: the text is not one query.
    """
    query = parse(sql, where)
    text = _TEXT_OR_COMMENT.sub("''", sql).lower()
    found = [
        Finding(where, f"{name}()", _NOT_PORTABLE[name])
        for name in sorted(set(_FUNCTION.findall(text)) & _NOT_PORTABLE.keys())
    ]
    found += [
        Finding(where, f"`{pattern}`", instead)
        for pattern, instead in _FORBIDDEN_TEXT.items()
        if re.search(pattern, text)
    ]
    if _ORDER_ITEM.search(text):
        found.append(Finding(where, "an ordering without NULLS", "nulls last or nulls first"))
    for ordered in query.find_all(exp.Ordered):
        if ordered.args.get("desc") is None:
            found.append(Finding(where, f"order by {ordered.sql()}", "asc nulls last"))
    for division in query.find_all(exp.Div):
        if not division.expression.find(exp.Nullif):
            found.append(Finding(where, f"division {division.sql()}", "a divisor in nullif(…, 0)"))
    return found
