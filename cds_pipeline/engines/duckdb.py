"""DuckDB: connections set up the one way this project needs them, and the engine that uses one.

Belongs here: settings of a connection, running a query to Arrow, building a table in place.
Does not belong here: which files are attached (``warehouse``) and what is run (``sql``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from cds_pipeline.engines.interface import shim

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from cds_pipeline.engines.interface import Kind
    from cds_pipeline.settings import Settings

Parameters = Sequence[object] | Mapping[str, object]


def connect(settings: Settings, spill_folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory connection with the project's settings; files are attached by the caller.

    Args:
        settings: memory limit and threads.
        spill_folder: where large sorts and joins may spill; None for small work.

    Returns:
        A connection that loads no extension from outside and reads time in Asia/Ho_Chi_Minh.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": settings.memory_limit,
        "preserve_insertion_order": False,
        "python_enable_replacements": False,
    }
    if settings.threads:
        config["threads"] = settings.threads
    if spill_folder is not None:
        spill_folder.mkdir(parents=True, exist_ok=True)
        config["temp_directory"] = str(spill_folder)
    connection = duckdb.connect(":memory:", config=config)
    for statement in shim("duckdb"):
        connection.execute(statement)
    return connection


class DuckDBEngine:
    """Computes on the build's own connection, in place."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def start_over(self) -> None:
        """Nothing to forget: all it makes is in the build's file."""

    def take_table(self, name: str, table: pa.Table) -> None:
        """Stores ``table`` as ``schema.table``, replacing what had that name."""
        self.connection.register("incoming", table)
        self.connection.execute(f"create or replace table {name} as select * from incoming")
        self.connection.unregister("incoming")

    def take_lake(self, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
        """Makes a view over the files; an empty table where there are none."""
        if not files:
            self.connection.execute(f"drop view if exists {name}")
            self.take_table(name, schema.empty_table())
            return
        self.connection.execute(f"drop table if exists {name}")
        listed = ", ".join(literal(path) for path in files)
        self.connection.execute(
            f"create or replace view {name} as select * from read_parquet([{listed}])"
        )

    def build(self, name: str, kind: Kind, sql: str) -> None:
        """Computes ``schema.table``.

        Raises:
            duckdb.Error: the SQL cannot run; the message is DuckDB's own.
        """
        self.connection.execute(f"create or replace {kind} {name} as\n{sql}")

    def close(self) -> None:
        """Nothing to give back: the connection is the build's."""


def to_arrow(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters | None = None
) -> pa.Table:
    """The result of one query as an Arrow table.

    Raises:
        duckdb.Error: the query cannot run.
    """
    relation = connection.sql(sql, params=parameters) if parameters else connection.sql(sql)
    table: pa.Table = relation.to_arrow_table()
    return table


def literal(text: str | Path) -> str:
    """A string literal for statements that take no parameters (ATTACH, COPY, COMMENT)."""
    return "'" + str(text).replace("'", "''") + "'"
