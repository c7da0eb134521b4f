"""Which tables a SQL text reads and which columns it returns, parsed with sqlglot.

Belongs here: parsing, never rewriting. Does not belong here: what runs the text.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from cds_pipeline.models.header import SqlFileError


def parse(sql: str, where: str) -> exp.Query:
    """The parsed query.

    Raises:
        SqlFileError: the text is not exactly one query.
    """
    try:
        statements = sqlglot.parse(sql, dialect="duckdb")
    except sqlglot.errors.ParseError as error:
        raise SqlFileError(f"{where}: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise SqlFileError(f"{where}: must hold exactly one select")
    return statements[0]


def tables_read(query: exp.Query) -> frozenset[str]:
    """Names ``schema.table`` the query reads; its own CTEs are not among them."""
    return frozenset(f"{table.db}.{table.name}" for table in query.find_all(exp.Table) if table.db)


def columns_returned(query: exp.Query, where: str) -> tuple[str, ...]:
    """Names of the columns of the last select, in order.

    Raises:
        SqlFileError: a column has no name or the select is a star.
    """
    names = tuple(query.named_selects)
    if not names or "*" in names or "" in names:
        raise SqlFileError(f"{where}: the last select must list its columns by name")
    return names
