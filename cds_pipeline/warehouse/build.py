"""Builds the next warehouse in ``build/`` from the lake and the reference tables.

Belongs here: the files of a build, its inputs, running one model. Does not belong here: what a
model means (``sql``), publishing (``publish``), checks (``quality``).

The build is one file in the storage format of DuckDB 1.4, which older readers open. It keeps the
schemas ``staging`` and ``lake``, needed on the way, so that one table can be built again later;
publishing works on a copy without them.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.engines.choice import open_engine
from cds_pipeline.engines.duckdb import DuckDBEngine, Parameters, connect, literal, to_arrow
from cds_pipeline.models.catalog import Catalog, load_catalog
from cds_pipeline.models.parameters import load_parameters
from cds_pipeline.reference.load import Reference, load_reference
from cds_pipeline.warehouse import inputs
from cds_pipeline.warehouse.lake import FileLine, file_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import TracebackType

    import duckdb
    import pyarrow as pa

    from cds_pipeline.settings import Settings

PUBLISHED_SCHEMAS = ("reference", "marts", "indicators", "quality", "reports")
WORKING_SCHEMAS = ("lake", "staging")
STORAGE_VERSION = "v1.4.0"


class NothingDeliveredError(ValueError):
    """The lake holds no delivery up to the day asked for."""


@dataclass(frozen=True)
class TableResult:
    """One model built: its name, its rows (None for a view) and the seconds it took."""

    name: str
    rows: int | None
    seconds: float


@dataclass(frozen=True)
class RunFacts:
    """What a build is a function of.

    Attributes:
        as_of: the day figures are computed for.
        files: manifest lines of the deliveries up to that day.
        reference: the reference tables in force.
    """

    as_of: date
    files: tuple[FileLine, ...]
    reference: Reference


class BuildSession:
    """One open build; use ``open_build``.

    ``connection`` has the warehouse being built, catalogue ``cds``, as its default.
    """

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self.settings = settings
        self.catalog = catalog
        folder = settings.build_folder
        folder.mkdir(parents=True, exist_ok=True)
        self.warehouse_file = folder / "cds.duckdb"
        self.connection: duckdb.DuckDBPyConnection = connect(settings, folder / "spill")
        self.engine = open_engine(settings, self.connection)
        self._attach()

    def _attach(self) -> None:
        run = self.connection.execute
        run(f"attach {literal(self.warehouse_file)} as cds (storage_version '{STORAGE_VERSION}')")
        run("use cds")
        for schema in (*WORKING_SCHEMAS, *PUBLISHED_SCHEMAS):
            run(f"create schema if not exists {schema}")

    def start_over(self) -> None:
        """Forgets what an earlier build left, so that the next one begins with an empty file."""
        self.connection.execute("use memory")
        self.connection.execute("detach cds")
        for left_over in self.warehouse_file.parent.glob(self.warehouse_file.name + "*"):
            left_over.unlink()
        self._attach()
        self.engine.start_over()

    def prepare(self, as_of: date | None = None) -> RunFacts:
        """Loads what models read: run parameters, reference tables, the lake.

        Args:
            as_of: the day figures are computed for; default the newest delivery.

        Raises:
            NothingDeliveredError: there is no delivery up to that day.
            ReferenceDataError: a reference file cannot be used.
        """
        lines = file_lines(self.settings)
        known = [line for line in lines if as_of is None or line.delivered_on <= as_of]
        if not known:
            until = "" if as_of is None else f" up to {as_of:%d/%m/%Y}"
            raise NothingDeliveredError(f"no delivery{until} has been read; run `cds run` first")
        day = as_of or max(line.delivered_on for line in known)
        reference = load_reference(self.settings)
        self.engine.take_table("staging.run", inputs.run_table(day, self.settings.engine))
        self.engine.take_table("lake.file", inputs.file_table(lines))
        self._open_lake(lines)
        for name, table in reference.tables.items():
            self.engine.take_table(f"reference.{name}", table)
        self.engine.take_table("reference.calendar", inputs.calendar_table(day.year + 2))
        self.engine.take_table("reference.rule", inputs.rule_table())
        self.engine.take_table("reference.review", inputs.review_table(load_parameters()))
        self.engine.take_table(
            "reference.indicator_definitions", inputs.indicator_table(self.catalog.indicators)
        )
        return RunFacts(day, tuple(known), reference)

    def build(self, name: str) -> TableResult:
        """Builds one model from what is already there.

        Raises:
            KeyError: there is no such model.
            duckdb.Error: the SQL cannot run; the message is DuckDB's own (Spark has its own).
        """
        model = self.catalog.model(name)
        kind = model.header.materialized
        started = time.perf_counter()
        self.engine.build(name, kind, model.sql)
        rows = None if kind == "view" else self.row_count(name)
        return TableResult(name, rows, time.perf_counter() - started)

    def row_count(self, name: str) -> int:
        """Rows of a table or view."""
        return int(self.connection.execute(f"select count(*) from {name}").fetchall()[0][0])

    def query(self, sql: str, parameters: Parameters | None = None) -> pa.Table:
        """Result of a query on the build, as Arrow."""
        return to_arrow(self.connection, sql, parameters)

    def write_table(self, name: str, table: pa.Table) -> None:
        """Stores an Arrow table in the build under a published name, replacing what was there."""
        DuckDBEngine(self.connection).take_table(name, table)

    def close(self) -> None:
        """Closes the build files; what was built stays."""
        self.engine.close()
        self.connection.close()

    def _open_lake(self, lines: list[FileLine]) -> None:
        """One table per kind of landing file: a view on its Parquet files, or an empty table."""
        for kind in load_vocabulary().lake_tables:
            files = [
                self.settings.lake_folder / line.parquet
                for line in lines
                if line.kind == kind and line.parquet is not None and line.rows_read > 0
            ]
            self.engine.take_lake(f"lake.{kind}", files, load_vocabulary().schema_of(kind))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def open_build(settings: Settings, catalog: Catalog | None = None) -> Iterator[BuildSession]:
    """The build folder as one open session; closed on leaving."""
    with BuildSession(settings, catalog or load_catalog()) as session:
        yield session
