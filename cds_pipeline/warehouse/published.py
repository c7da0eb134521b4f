"""The published warehouse, opened for reading.

Belongs here: read-only access for commands and reports. Does not belong here: writing anything.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from cds_pipeline.engines.duckdb import Parameters, connect, literal, to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from cds_pipeline.settings import Settings


class NotPublishedError(FileNotFoundError):
    """Nothing has been published yet; the message says which command does it."""


class QueryError(ValueError):
    """A query a person wrote cannot run; the message is the engine's own."""


class PublishedWarehouse:
    """Read-only view of one published file; consistent for as long as it is open."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def query(self, sql: str, parameters: Parameters | None = None) -> pa.Table:
        """Result of one query as Arrow.

        Raises:
            QueryError: the query cannot run.
        """
        try:
            return to_arrow(self._connection, sql, parameters)
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


@contextmanager
def open_published(settings: Settings) -> Iterator[PublishedWarehouse]:
    """Opens the published warehouse read-only; never blocks a run.

    Raises:
        NotPublishedError: there is none yet.
    """
    path = settings.published_warehouse
    if not path.is_file():
        raise NotPublishedError(
            f"Chưa công bố kho dữ liệu nào: không có {path}. Chạy cds run, hoặc cds demo để xem "
            "thử với dữ liệu mô phỏng."
        )
    connection = connect(settings)
    try:
        try:
            connection.execute(f"attach {literal(path)} as cds (read_only)")
        except duckdb.Error as error:
            raise QueryError(
                f"{path} không mở được ({error}). Dựng lại kho: cds run --rebuild"
            ) from error
        connection.execute("use cds")
        connection.execute("set enable_external_access = false")
        yield PublishedWarehouse(connection, path)
    finally:
        connection.close()


def read_manifest(settings: Settings) -> dict[str, object] | None:
    """What ``published/manifest.json`` says, or None when nothing is published."""
    path = settings.published_folder / "manifest.json"
    if not path.is_file():
        return None
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
