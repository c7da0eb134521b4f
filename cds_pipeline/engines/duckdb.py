"""DuckDB connections, set up the one way this project needs them.

Belongs here: settings of a connection, running a query to Arrow, errors in plain words.
Does not belong here: which files are attached (``warehouse``) and what is run (``sql``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from cds_pipeline.settings import TIME_ZONE, Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

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
    connection.execute(f"set TimeZone = '{TIME_ZONE}'")
    return connection


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
