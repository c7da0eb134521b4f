"""The catalogue: every table the SQL files define, in the order they can be built.

Belongs here: one object that knows all models and indicators. Does not belong here: running SQL,
Dagster.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from cds_pipeline import paths
from cds_pipeline.indicators.definition import Indicator, read_indicators
from cds_pipeline.indicators.one_pass import compose
from cds_pipeline.indicators.view import indicator_views
from cds_pipeline.models.header import ModelHeader, SqlFileError, parse_header, split_file
from cds_pipeline.models.lineage import columns_returned, parse, tables_read

if TYPE_CHECKING:
    from pathlib import Path

MODEL_SCHEMAS = ("staging", "marts", "quality", "reports")
INPUT_SCHEMAS = ("lake", "reference")
# What a run writes before the first model: its as_of date and engine (warehouse/inputs.py).
RUN_INPUTS = frozenset({"staging.run"})


@dataclass(frozen=True)
class SqlModel:
    """One table or view.

    Attributes:
        name: ``schema.table``.
        sql: the query whose result it is.
        header: title, description, grain.
        dependencies: tables it reads, models and inputs, by name.
        columns: its columns, in order.
        path: the file it stands in.
    """

    name: str
    sql: str
    header: ModelHeader
    dependencies: frozenset[str]
    columns: tuple[str, ...]
    path: Path

    @property
    def schema(self) -> str:
        """The schema part of the name."""
        return self.name.split(".")[0]

    @property
    def table(self) -> str:
        """The table part of the name."""
        return self.name.split(".")[1]


@dataclass(frozen=True)
class Catalog:
    """All models in building order, and all indicators in display order."""

    models: tuple[SqlModel, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def by_name(self) -> dict[str, SqlModel]:
        """Models by ``schema.table``."""
        return {model.name: model for model in self.models}

    def model(self, name: str) -> SqlModel:
        """The model of that name.

        Raises:
            KeyError: there is none; the message lists what there is.
        """
        if name not in self.by_name:
            raise KeyError(f"{name} is no model; known: {', '.join(sorted(self.by_name))}")
        return self.by_name[name]

    def upstream_models(self, name: str) -> frozenset[str]:
        """Names of the models that ``name`` reads directly."""
        return frozenset(d for d in self.model(name).dependencies if d in self.by_name)


def read_model(path: Path, schema: str, indicators: tuple[Indicator, ...]) -> SqlModel:
    """The model of one file.

    Raises:
        SqlFileError: header and place disagree, or the SQL is not one query with named columns.
    """
    mapping, body = split_file(path)
    header = parse_header(ModelHeader, mapping, path)
    expected = f"{schema}.{path.stem}"
    if header.name != expected:
        raise SqlFileError(f"{path}: header says name: {header.name}, its place says {expected}")
    sql = body if header.composed is None else compose(body, indicators, header.composed)
    return _model(header, sql, path)


def _model(header: ModelHeader, sql: str, path: Path) -> SqlModel:
    query = parse(sql, str(path))
    columns = columns_returned(query, str(path))
    missing = [column for column in header.grain if column not in columns]
    if missing:
        raise SqlFileError(f"{path}: grain names {missing}, which the last select does not return")
    return SqlModel(header.name, sql, header, tables_read(query), columns, path)


def load_catalog(sql_folder: Path | None = None) -> Catalog:
    """Reads every model and indicator.

    Args:
        sql_folder: the folder ``sql/``; default the project's own.

    Raises:
        SqlFileError: a file is malformed, reads a table nobody makes, or models form a circle.
    """
    folder = sql_folder or paths.sql_folder()
    indicators = read_indicators(folder / "indicators")
    models = {
        model.name: model
        for schema in MODEL_SCHEMAS
        for path in sorted((folder / schema).glob("*.sql"))
        for model in (read_model(path, schema, indicators),)
    }
    for header, sql, path in indicator_views(folder / "indicator_view.sql", indicators):
        models[header.name] = _model(header, sql, path)
    for model in models.values():
        for name in model.dependencies - RUN_INPUTS:
            if name not in models and name.split(".")[0] not in INPUT_SCHEMAS:
                raise SqlFileError(f"{model.path}: reads {name}, which no file under sql/ defines")
    graph = {m.name: sorted(d for d in m.dependencies if d in models) for m in models.values()}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise SqlFileError(f"models read each other in a circle: {error.args[1]}") from error
    return Catalog(tuple(models[name] for name in order), indicators)
