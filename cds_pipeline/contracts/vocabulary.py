"""The typed view of ``sql/columns.yml`` and ``sql/rules.yml``.

Belongs here: columns, headings, code lists, rules and the schema of one lake file, as the two YAML
files state them. Does not belong here: judging a row (``rules``), reading a cell (``codes``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import pyarrow as pa

from cds_pipeline import paths
from cds_pipeline.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_DECIMAL = re.compile(r"^DECIMAL\((\d+),\s*(\d+)\)$")
_ARROW_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
    "SMALLINT": pa.int16(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
}
_POLARS_TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "TIMESTAMP": pl.Datetime("us"),
    "DATE": pl.Date(),
    "SMALLINT": pl.Int16(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
}


class VocabularyError(ValueError):
    """``sql/columns.yml`` or ``sql/rules.yml`` contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column.

    Attributes:
        name: canonical name.
        type: DuckDB type of the published column.
        headings: headings of flat exports it is read from, as written in the vocabulary.
        field: key of the synchronisation message it is read from.
        required: a row without a readable value is quarantined.
        codes: name of its code list.
        personal: may be looked at while reading, is never stored.
    """

    name: str
    type: str
    meaning_vi: str
    meaning_en: str
    headings: tuple[str, ...] = ()
    field: str | None = None
    required: bool = False
    codes: str | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule every row of a kind is judged by; ``message_vi`` tells a clerk what to do."""

    rule_id: str
    severity: Literal["error", "warning"]
    judged_in: Literal["reading", "reference", "dossiers"]
    message_vi: str
    kind: str = "dossier"


@dataclass(frozen=True)
class Vocabulary:
    """Everything the two YAML files say."""

    columns: Mapping[str, Column]
    lake_tables: Mapping[str, tuple[Column, ...]]
    codes: Mapping[str, Mapping[int, tuple[str, ...]]]
    personal_fields: frozenset[str]
    population_databases: frozenset[str]
    cash_methods: frozenset[str]
    rules: Mapping[str, Rule]

    @property
    def lake_columns(self) -> tuple[Column, ...]:
        """Columns of one Parquet file of dossiers, in order."""
        return self.lake_tables["dossier"]

    @cached_property
    def lake_schema(self) -> pa.Schema:
        """Arrow schema of one Parquet file of dossiers."""
        return self.schema_of("dossier")

    @cached_property
    def lake_types(self) -> dict[str, pl.DataType]:
        """The same schema as Polars types."""
        return self.types_of("dossier")

    def schema_of(self, kind: str) -> pa.Schema:
        """Arrow schema of one Parquet file of the lake's table ``kind``, in column order."""
        return pa.schema([(c.name, arrow_type(c.type)) for c in self.lake_tables[kind]])

    def types_of(self, kind: str) -> dict[str, pl.DataType]:
        """The same schema as Polars types."""
        return {c.name: polars_type(c.type) for c in self.lake_tables[kind]}


def arrow_type(duckdb_type: str) -> pa.DataType:
    """The Arrow type of a DuckDB type.

    Raises:
        VocabularyError: the vocabulary uses a type that has no counterpart here.
    """
    if decimal := _DECIMAL.match(duckdb_type):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if duckdb_type not in _ARROW_TYPES:
        raise VocabularyError(f"sql/columns.yml: type {duckdb_type!r} is unknown")
    return _ARROW_TYPES[duckdb_type]


def polars_type(duckdb_type: str) -> pl.DataType:
    """The Polars type of a DuckDB type.

    Raises:
        VocabularyError: the vocabulary uses a type that has no counterpart here.
    """
    if decimal := _DECIMAL.match(duckdb_type):
        return pl.Decimal(int(decimal[1]), int(decimal[2]))
    if duckdb_type not in _POLARS_TYPES:
        raise VocabularyError(f"sql/columns.yml: type {duckdb_type!r} is unknown")
    return _POLARS_TYPES[duckdb_type]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of this installation.

    Raises:
        VocabularyError: a lake column is not described, or a rule lacks a message.
    """
    return read_vocabulary(paths.sql_folder())


def read_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary in ``folder/columns.yml`` and ``folder/rules.yml``.

    Raises:
        VocabularyError: a lake column is not described, or a rule is not of its form.
    """
    raw = _load(folder / "columns.yml")
    columns = {name: _column(name, entry) for name, entry in raw["columns"].items()}
    extra = {name: _column(name, entry) for name, entry in raw["lake_extra_columns"].items()}
    stored = {name: _column(name, entry) for name, entry in raw["warehouse_columns"].items()}
    tables = {"dossier": raw["lake_columns"], **raw["lake_tables"]}
    return Vocabulary(
        columns=columns,
        lake_tables={
            kind: _described(kind, names, stored | columns | extra)
            for kind, names in tables.items()
        },
        codes={
            kind: {int(code): tuple(texts) for code, texts in entries.items()}
            for kind, entries in raw["codes"].items()
        },
        personal_fields=frozenset(raw["personal_fields"]),
        population_databases=frozenset(map(str, raw["population_databases"])),
        cash_methods=frozenset(map(str, raw["cash_methods"])),
        rules={
            name: _rule(name, entry) for name, entry in _load(folder / "rules.yml")["rules"].items()
        },
    )


def _described(
    kind: str, names: Sequence[str], described: Mapping[str, Column]
) -> tuple[Column, ...]:
    unknown = [name for name in names if name not in described]
    if unknown:
        raise VocabularyError(
            f"sql/columns.yml: lake table {kind} names {unknown}, described nowhere"
        )
    return tuple(described[name] for name in names)


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = load_yaml(path.read_text(encoding="utf-8"))
    return loaded


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    return Column(
        name=name,
        type=str(entry["type"]),
        meaning_vi=str(entry["vi"]),
        meaning_en=str(entry["en"]),
        headings=tuple(entry.get("headings", ())),
        field=entry.get("field"),
        required=bool(entry.get("required", False)),
        codes=entry.get("codes"),
        personal=bool(entry.get("personal", False)),
    )


def _rule(name: str, entry: Mapping[str, Any]) -> Rule:
    severity, judged_in = entry["severity"], entry["judged_in"]
    if severity not in ("error", "warning") or judged_in not in (
        "reading",
        "reference",
        "dossiers",
    ):
        raise VocabularyError(f"sql/rules.yml: {name}: severity or judged_in is not a known word")
    return Rule(name, severity, judged_in, str(entry["vi"]), str(entry.get("of", "dossier")))
