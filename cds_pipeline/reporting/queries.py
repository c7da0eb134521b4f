"""Saved queries: the files under ``sql/queries``, each with a header and named parameters.

Belongs here: reading these files, checking and passing parameters. Does not belong here: any SQL of
its own, printing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlglot import exp

from cds_pipeline import paths
from cds_pipeline.models.header import SqlFileError, parse_header, split_file
from cds_pipeline.models.lineage import parse, tables_read
from cds_pipeline.warehouse.published import PublishedWarehouse, QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa


class QueryParameter(BaseModel):
    """One parameter, written ``$name`` in the SQL; required unless ``default`` is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    description_vi: str
    default: str | int | bool | None = None

    @property
    def is_required(self) -> bool:
        """Whether a caller must give a value."""
        return "default" not in self.model_fields_set


class QueryHeader(BaseModel):
    """Header of a saved query."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_vi: str
    description_vi: str
    parameters: dict[str, QueryParameter] = {}


@dataclass(frozen=True)
class SavedQuery:
    """One saved query: header, SQL text, the published tables it reads."""

    header: QueryHeader
    sql: str
    tables: frozenset[str]

    @property
    def name(self) -> str:
        """The name it is called by."""
        return self.header.name

    def run(self, warehouse: PublishedWarehouse, **values: Any) -> pa.Table:
        """The rows it returns.

        Args:
            warehouse: the published warehouse.
            values: parameters by name; those with a default may be left out.

        Raises:
            QueryError: a parameter is missing or unknown, or the engine refuses a value.
        """
        known = self.header.parameters
        missing = [n for n, p in known.items() if p.is_required and n not in values]
        unknown = sorted(values.keys() - known.keys())
        if missing or unknown:
            wrong = [f"thiếu tham số {', '.join(missing)}"] if missing else []
            wrong += [f"không có tham số {', '.join(unknown)}"] if unknown else []
            raise QueryError(
                f"Truy vấn {self.name}: {'; '.join(wrong)}. Tham số của truy vấn này: "
                + ("; ".join(f"{n} ({p.description_vi})" for n, p in known.items()) or "không có")
                + "."
            )
        given = {name: parameter.default for name, parameter in known.items()} | values
        return warehouse.query(self.sql, given or None)

    def rows(self, warehouse: PublishedWarehouse, **values: Any) -> list[dict[str, Any]]:
        """As ``run``, as a list of rows."""
        rows: list[dict[str, Any]] = self.run(warehouse, **values).to_pylist()
        return rows


def read_query(path: Path) -> SavedQuery:
    """The query of one file.

    Raises:
        SqlFileError: header, file name and the parameters of the SQL do not agree.
    """
    mapping, body = split_file(path)
    header = parse_header(QueryHeader, mapping, path)
    if header.name != path.stem:
        raise SqlFileError(f"{path}: header says name: {header.name}, its place says {path.stem}")
    query = parse(body, str(path))
    used = {str(node.name or node.this) for node in query.find_all(exp.Parameter, exp.Placeholder)}
    if used != header.parameters.keys():
        raise SqlFileError(
            f"{path}: the SQL uses parameters {sorted(used)}, the header describes "
            f"{sorted(header.parameters)}"
        )
    return SavedQuery(header, body, tables_read(query))


def read_queries(folder: Path) -> dict[str, SavedQuery]:
    """All saved queries of a folder, by name.

    Raises:
        SqlFileError: a file is malformed.
    """
    return {query.name: query for query in map(read_query, sorted(folder.glob("*.sql")))}


@cache
def saved_queries() -> Mapping[str, SavedQuery]:
    """The saved queries of this installation, by name.

    Raises:
        SqlFileError: a file is malformed.
    """
    return read_queries(paths.sql_folder() / "queries")
