"""Great Expectations on a DuckDB database that is already open.

Belongs here: the data source and nothing else. Importing this module imports Great Expectations
(7-9 CPU seconds): only ``validation`` does, and only when something is validated.

Why not ``SQLDatasource`` with a connection string: its engine hands a connection back before the
rows are read, DuckDB then returns none, and Great Expectations reports the missing rows as
``success: false``, bad data that is not there (GX issues 10738, 11579). And a second connection
by path would not see a build that is still open. So this data source works on cursors of the
caller's connection and keeps the one it queries through for as long as it lives.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations.data_context.data_context.context_factory import get_context
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb

_SESSION = "select current_setting('search_path'), current_setting('TimeZone')"


class OpenDuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Runs every query on one connection, which stays open until ``close``."""

    @contextmanager
    def get_connection(self) -> Iterator[sqlalchemy.Connection]:
        """The connection; not closed on leaving, so that results can still be read."""
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection

    def close(self) -> None:
        """Gives the connection back, which the parent leaves to the garbage collector."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


# The field ``type`` below hides the builtin inside the class.
_EngineClass = type[OpenDuckDBExecutionEngine]


class OpenDuckDBDatasource(SQLDatasource):
    """A schema of a DuckDB database that is already open in this process."""

    type: Literal["open_duckdb"] = "open_duckdb"  # type: ignore[assignment]
    connection_string: str = "duckdb:///:memory:"
    schema_name: str

    @property
    def schema_(self) -> str:
        """The schema its tables are in."""
        return self.schema_name

    @property
    def execution_engine_type(self) -> _EngineClass:
        """The execution engine that keeps its connection."""
        return OpenDuckDBExecutionEngine

    def get_engine(self) -> sqlalchemy.Engine:
        """The SQLAlchemy engine set by ``use``."""
        if self._engine is None:
            raise ValueError("use() was not called")
        engine: sqlalchemy.Engine = self._engine
        return engine

    def get_execution_engine(self) -> OpenDuckDBExecutionEngine:
        """One execution engine for the life of the data source."""
        if self._execution_engine is None:
            self._execution_engine = OpenDuckDBExecutionEngine(
                name=self.name, engine=self.get_engine(), create_temp_table=False
            )
        engine: OpenDuckDBExecutionEngine = self._execution_engine
        return engine

    def use(self, engine: sqlalchemy.Engine) -> None:
        """Sets the SQLAlchemy engine to work on."""
        self._engine = engine


@contextmanager
def open_datasources(
    connection: duckdb.DuckDBPyConnection, schemas: list[str]
) -> Iterator[dict[str, OpenDuckDBDatasource]]:
    """Data sources over an open connection, one per schema, for the length of a ``with`` block.

    Args:
        connection: stays the caller's: it is neither closed, nor are its transactions touched.
            Only what it has committed is seen.
        schemas: schemas of its default catalogue.

    Yields:
        The data sources by schema, in a context that lives in memory: no file, no telemetry, no
        progress bar.
    """
    _quieten()
    engine = sqlalchemy.create_engine(
        "duckdb:///:memory:",
        creator=_cursors_of(connection),
        # A cursor each: two users of one cursor would begin and roll back each other's work.
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
    )
    context = get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    sources: dict[str, OpenDuckDBDatasource] = {}
    try:
        for schema in schemas:
            source = OpenDuckDBDatasource(name=f"open_{schema}", schema_name=schema)
            source.use(engine)
            sources[schema] = _registered(context, source)
        yield sources
    finally:
        for source in sources.values():
            source.get_execution_engine().close()
            context.data_sources.delete(source.name)
        engine.dispose()


def _cursors_of(connection: duckdb.DuckDBPyConnection) -> Callable[[], ConnectionWrapper]:
    """Makes cursors that see what the connection sees.

    A cursor is a connection of its own to the same open database: settings do not carry over.
    """
    search_path, time_zone = connection.execute(_SESSION).fetchall()[0]

    def new_cursor() -> ConnectionWrapper:
        cursor = connection.cursor()
        cursor.execute(f"set search_path = '{search_path}'")
        cursor.execute(f"set TimeZone = '{time_zone}'")
        return ConnectionWrapper(cursor)

    return new_cursor


def _registered(context: Any, source: OpenDuckDBDatasource) -> OpenDuckDBDatasource:
    registered: OpenDuckDBDatasource = context.data_sources.add_open_duckdb(source)
    return registered


def _quieten() -> None:
    """Warnings on how it looks up type names, which no expectation here does."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
