"""Comments on every table and column of the warehouse, from the headers and the vocabulary.

Belongs here: turning headers and ``sql/columns.yml`` into comments. Does not belong here: wording.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from cds_pipeline import paths
from cds_pipeline.engines.duckdb import literal
from cds_pipeline.yaml_text import load_yaml

if TYPE_CHECKING:
    from cds_pipeline.warehouse.build import BuildSession

COLUMNS_QUERY = """
select schema_name, table_name, column_name
from duckdb_columns()
where database_name = 'cds' and not internal and schema_name not in ('lake', 'staging')
order by schema_name, table_name, column_index
"""


class UndescribedColumnError(ValueError):
    """A published column or table has no description; the message says where to write it."""


@cache
def _columns_file() -> dict[str, Any]:
    loaded: dict[str, Any] = load_yaml((paths.sql_folder() / "columns.yml").read_text("utf-8"))
    return loaded


@cache
def column_meanings() -> dict[str, str]:
    """Vietnamese meaning of every column name, from ``sql/columns.yml``."""
    vocabulary = _columns_file()
    groups = ("columns", "lake_extra_columns", "warehouse_columns")
    return {name: entry["vi"] for group in groups for name, entry in vocabulary[group].items()}


@cache
def table_column_entries() -> dict[str, dict[str, str]]:
    """Entries of ``schema.table.column`` where a name means something else than elsewhere."""
    return dict(_columns_file()["table_columns"])


def column_meaning(table: str, column: str) -> str | None:
    """Vietnamese meaning of a column of a table, or None when nobody wrote one."""
    entry = table_column_entries().get(f"{table}.{column}")
    return column_meanings().get(column) if entry is None else entry["vi"]


@cache
def input_table_meanings() -> dict[str, str]:
    """Vietnamese meaning of the tables that no SQL file defines (reference, check results)."""
    return dict(_columns_file()["input_tables"])


def write_comments(session: BuildSession) -> int:
    """Comments every table, view and column of the build.

    Returns:
        How many columns were commented.

    Raises:
        UndescribedColumnError: a table or column has no description.
    """
    columns = session.query(COLUMNS_QUERY).to_pylist()
    views = {m.name for m in session.catalog.models if m.header.materialized == "view"}
    titles = {
        m.name: f"{m.header.title_vi}. {m.header.description_vi.strip()}"
        for m in session.catalog.models
    }
    titles |= input_table_meanings()
    statements = []
    for row in columns:
        name, column = f"{row['schema_name']}.{row['table_name']}", row["column_name"]
        # The Vietnamese heading of a report is its own description.
        own = column if row["schema_name"] == "reports" else None
        meaning = column_meaning(name, column) or own
        if meaning is None or name not in titles:
            what = name if name not in titles else f"{name}.{column}"
            raise UndescribedColumnError(f"{what} has no description; add one to sql/columns.yml")
        statements.append(f'comment on column {name}."{column}" is {literal(meaning)}')
    tables = sorted({f"{row['schema_name']}.{row['table_name']}" for row in columns})
    statements.extend(
        f"comment on {'view' if name in views else 'table'} {name} is {literal(titles[name])}"
        for name in tables
    )
    # In one transaction: one by one, 500 comments wait for the disk 500 times.
    session.connection.execute(";\n".join(["begin", *statements, "commit"]))
    return len(columns)
