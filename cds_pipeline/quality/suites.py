"""Which expectations each public table has, as plain data.

Belongs here: generating suites from ``sql/columns.yml``, model headers and
``sql/expectations.yml``. Does not belong here: Great Expectations, connections, running anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cds_pipeline import paths
from cds_pipeline.indicators.view import SCHEMA as INDICATOR_SCHEMA
from cds_pipeline.models.header import SqlFileError
from cds_pipeline.quality.audits import load_audits
from cds_pipeline.quality.hand_written import load_rules, read_yaml
from cds_pipeline.quality.outcome import PlannedCheck, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cds_pipeline.models.catalog import Catalog, SqlModel
    from cds_pipeline.quality.hand_written import RowsRule, Rules, TableRules

Kind = Literal["columns", "grain", "not_null", "allowed", "rows"]


@dataclass(frozen=True)
class Expectation:
    """One expectation of one table.

    Attributes:
        check: id, table, severity, words, and the query that shows the rows breaking it.
        kind: what Great Expectations is asked: ``not_null`` and ``allowed`` judge ``column`` cell
            by cell, the others are queries that must return no row.
        column: the column judged, for ``not_null`` and ``allowed``.
        values: the values ``allowed`` admits beside blank.
    """

    check: PlannedCheck
    kind: Kind
    column: str = ""
    values: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Suite:
    """All expectations of one table."""

    table: str
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class Words:
    """What ``sql/columns.yml`` says of columns: DuckDB type, code values, required or not."""

    types: Mapping[str, str]
    codes: Mapping[str, tuple[int | str, ...]]
    required: frozenset[str]


def load_words(sql_folder: Path | None = None) -> Words:
    """Reads column types, code values and required columns from ``sql/columns.yml``."""
    raw = read_yaml((sql_folder or paths.sql_folder()) / "columns.yml")
    columns: dict[str, dict[str, Any]] = raw["columns"] | raw["warehouse_columns"]
    return Words(
        types={name: entry["type"] for name, entry in columns.items()},
        codes={
            name: tuple(raw["codes"][entry["codes"]])
            for name, entry in columns.items()
            if entry.get("codes")
        },
        required=frozenset(name for name, entry in columns.items() if entry.get("required")),
    )


def build_suites(
    catalog: Catalog, tables: Sequence[str] | None = None, sql_folder: Path | None = None
) -> tuple[Suite, ...]:
    """The suites of the public tables.

    Args:
        catalog: every model, with columns and grain.
        tables: only these; default every table of ``sql/expectations.yml``.
        sql_folder: the folder ``sql/``; default the project's own.

    Raises:
        KeyError: a table asked for has no suite.
        SqlFileError: a table, column or audit is named that does not exist, or a column of a
            public table is missing from the vocabulary.
    """
    rules, words = load_rules(sql_folder), load_words(sql_folder)
    models = {model.name: model for model in catalog.models}
    audits = {audit.name: audit.planned("great_expectations") for audit in load_audits(sql_folder)}
    of_indicators = {suite.table: suite for suite in _indicator_suites(catalog, rules)}
    wanted = [*rules.tables, *of_indicators] if tables is None else list(tables)
    unknown = sorted(set(wanted) - set(rules.tables) - set(of_indicators))
    if unknown:
        raise KeyError(f"{', '.join(unknown)}: no suite; known: {', '.join(rules.tables)}")
    suites = []
    for name in wanted:
        if name in of_indicators:
            suites.append(of_indicators[name])
            continue
        said = rules.tables[name]
        if name not in models:
            raise SqlFileError(f"sql/expectations.yml: {name} is no model; known: {sorted(models)}")
        lost = sorted(set(said.audits) - set(audits))
        if lost:
            raise SqlFileError(f"sql/expectations.yml: {name}: no such audit: {', '.join(lost)}")
        table = _Table(models[name], said, rules.allowed, words)
        claimed = tuple(Expectation(audits[audit], "rows") for audit in said.audits)
        suites.append(Suite(name, (*table.expectations(), *claimed)))
    return tuple(suites)


def _indicator_suites(catalog: Catalog, rules: Rules) -> list[Suite]:
    """A small suite on every indicator's own view: a new indicator is checked without an edit."""
    return [
        Suite(
            model.name,
            tuple(
                Expectation(
                    PlannedCheck(
                        f"{model.table}_{rule.id}",
                        model.name,
                        rule.severity,
                        rule.vi,
                        rule.sql.strip().replace("{table}", model.name),
                        "great_expectations",
                    ),
                    "rows",
                )
                for rule in rules.each_indicator
            ),
        )
        for model in catalog.models
        if model.schema == INDICATOR_SCHEMA
    ]


class _Table:
    """Generates the expectations of one table."""

    def __init__(
        self, model: SqlModel, said: TableRules, allowed: Mapping[str, list[str]], words: Words
    ) -> None:
        self.model, self.said, self.words = model, said, words
        self.allowed = {k: v for k, v in {**allowed, **said.allowed}.items() if k in model.columns}
        named = {*said.not_null, *said.nullable, *said.types, *said.allowed}
        lost = sorted(named - set(model.columns))
        if lost:
            raise SqlFileError(
                f"sql/expectations.yml: {model.name} has no column {', '.join(lost)}"
            )

    def expectations(self) -> list[Expectation]:
        filled = [self._not_null(column) for column in self._never_null()]
        coded = [self._allowed(column, values) for column, values in self._value_lists().items()]
        return [self._columns(), self._grain(), *filled, *coded, *map(self._rows, self.said.rows)]

    def _check(
        self, what: str, words: str, query: str, severity: Severity = "error"
    ) -> PlannedCheck:
        table = self.model.name
        check_id = f"{table.split('.')[1]}_{what}"
        return PlannedCheck(check_id, table, severity, words, query, "great_expectations")

    def _type(self, column: str) -> str:
        found = self.said.types.get(column) or self.words.types.get(column)
        if found is None:
            raise SqlFileError(
                f"{self.model.name}.{column} has no type; describe it in sql/columns.yml"
            )
        return found

    def _columns(self) -> Expectation:
        expected = ",\n    ".join(f"('{c}', '{self._type(c)}')" for c in self.model.columns)
        schema, table = self.model.name.split(".")
        query = (
            "select coalesce(e.column_name, a.column_name) as column_name,\n"
            "    e.data_type as expected_type, a.data_type as actual_type\n"
            f"from (values\n    {expected}\n) as e (column_name, data_type)\n"
            "full join (\n"
            "    select c.column_name, c.data_type\n    from information_schema.columns as c\n"
            f"    where c.table_catalog = current_database() and c.table_schema = '{schema}'"
            f" and c.table_name = '{table}'\n"
            ") as a on e.column_name = a.column_name\n"
            "where e.data_type is distinct from a.data_type\n"
            "order by 1 asc nulls first"
        )
        words = "Bảng có đúng các cột và kiểu dữ liệu ghi trong từ điển cột."
        return Expectation(self._check("columns_and_types", words, query), "columns")

    def _grain(self) -> Expectation:
        grain = ", ".join(self.model.header.grain)
        query = (
            f"select {grain}, count(*) as rows_found\nfrom {self.model.name}\n"
            f"group by {grain}\nhaving count(*) > 1\norder by {_ordered(self.model.header.grain)}"
        )
        words = f"Mỗi ({grain}) chỉ có một dòng."
        return Expectation(self._check("grain_unique", words, query), "grain")

    def _never_null(self) -> list[str]:
        required = self.words.required - set(self.said.types)
        always = {*self.model.header.grain, *required} - set(self.said.nullable)
        always |= set(self.said.not_null)
        return [column for column in self.model.columns if column in always]

    def _not_null(self, column: str) -> Expectation:
        query = self._cells(column, f"{column} is null")
        check = self._check(f"{column}_filled", f"Cột {column} luôn có giá trị.", query)
        return Expectation(check, "not_null", column)

    def _value_lists(self) -> dict[str, tuple[int | str, ...]]:
        lists: dict[str, tuple[int | str, ...]] = {}
        for column in self.model.columns:
            if column in self.allowed:
                lists[column] = tuple(self.allowed[column])
            elif column in self.words.codes and column not in self.said.types:
                lists[column] = self.words.codes[column]
        return lists

    def _allowed(self, column: str, values: tuple[int | str, ...]) -> Expectation:
        listed = ", ".join(str(v) if isinstance(v, int) else f"'{v}'" for v in values)
        query = self._cells(column, f"{column} not in ({listed})")
        words = f"Cột {column} chỉ nhận: {', '.join(map(str, values))}, hoặc để trống."
        return Expectation(
            self._check(f"{column}_allowed", words, query), "allowed", column, values
        )

    def _cells(self, column: str, condition: str) -> str:
        shown = [*self.model.header.grain, *({column} - set(self.model.header.grain))]
        return (
            f"select {', '.join(shown)}\nfrom {self.model.name}\nwhere {condition}\n"
            f"order by {_ordered(self.model.header.grain)}"
        )

    def _rows(self, rule: RowsRule) -> Expectation:
        return Expectation(self._check(rule.id, rule.vi, rule.sql.strip(), rule.severity), "rows")


def _ordered(columns: Sequence[str]) -> str:
    return ", ".join(f"{column} asc nulls first" for column in columns)
