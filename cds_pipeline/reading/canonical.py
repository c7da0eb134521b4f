"""Rows of text become rows of the lake.

Belongs here: typing every canonical column of a batch, deriving the flags one row decides, judging
the batch. Does not belong here: finding columns (``headings``), file formats, row rules
(``contracts.rules``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cds_pipeline.contracts import codes
from cds_pipeline.contracts.rules import MARKS, given, mark, readable_columns
from cds_pipeline.contracts.schema import judge
from cds_pipeline.contracts.vocabulary import Column, load_vocabulary
from cds_pipeline.reading import identifiers
from cds_pipeline.reading.dates import read_dates
from cds_pipeline.reading.distinct import DistinctTexts, listed, spelled_out

if TYPE_CHECKING:
    from datetime import date

_TEXT = pl.String()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of one file come from; the same for all of them."""

    source_system: str
    delivered_on: date
    source_file: str


def to_lake(texts: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    """Type and judge a batch.

    Args:
        texts: ``source_row`` (Int64), canonical columns as text where the file has them, in any
            order, and optionally ``mark.<rule>`` (Boolean); at most ``MAX_BATCH_ROWS`` rows.
        origin: the file.

    Returns:
        The lake's columns, in order, one row per row of ``texts``, good or bad. Texts that repeat
        are stored as ``Enum``: a list of the different texts and a number a row.

    Raises:
        ContractError: the batch does not fit the contract's columns, a fault of ours.
    """
    columns = _Batch(texts, origin).columns
    verdict = judge(pl.DataFrame([spelled_out(column) for column in columns.values()]))
    columns["broken_rules"] = verdict.broken_rules.alias("broken_rules")
    columns["warnings"] = verdict.warnings.alias("warnings")
    return pl.DataFrame([columns[column.name] for column in load_vocabulary().lake_columns])


class _Batch:
    """One batch while its columns are typed, in the order of the steps below."""

    def __init__(self, texts: pl.DataFrame, origin: Origin) -> None:
        self._texts = texts
        self.columns: dict[str, pl.Series] = {}
        self._set_origin(origin)
        self._read_marks()
        self._read_identifiers()
        for column in readable_columns(load_vocabulary()):
            self._read_column(column)
        self._finish_channel()
        self._finish_fee()
        self._derive_flags()

    def _set(self, name: str, values: pl.Series) -> None:
        self.columns[name] = values.alias(name)

    def _constant(self, value: object, dtype: pl.DataType) -> pl.Series:
        return pl.Series([value], dtype=dtype).new_from_index(0, self._texts.height)

    def _one_text(self, text: str) -> pl.Series:
        return listed([text], self._constant(0, pl.UInt32()))

    def _text(self, name: str) -> pl.Series | None:
        return self._texts[name] if name in self._texts.columns else None

    def _set_origin(self, origin: Origin) -> None:
        self._set("source_system", self._one_text(origin.source_system))
        self._set("delivered_on", self._constant(origin.delivered_on, pl.Date()))
        self._set("source_file", self._one_text(origin.source_file))
        self._set("source_row", self._texts["source_row"])

    def _read_marks(self) -> None:
        nothing = self._constant(value=False, dtype=pl.Boolean())
        for rule_id in MARKS:
            seen = self._text(mark(rule_id))
            self._set(mark(rule_id), nothing if seen is None else seen.fill_null(value=False))

    def _read_identifiers(self) -> None:
        empty = self._constant(None, _TEXT)
        found, filled, damaged = identifiers.read_dossier_codes(
            self._text_or(empty, "dossier_code")
        )
        self._set("dossier_code", found)
        self._set(given("dossier_code"), filled)
        self._set(mark("dossier_code_damaged"), damaged)
        self._set("unit_code_prefix", identifiers.unit_prefixes(found))
        other = self._text_or(empty, "other_dossier_code")
        self._set("other_dossier_code", identifiers.read_other_codes(other))
        root, local = identifiers.read_procedure_codes(self._distinct("procedure_code"))
        self._set("procedure_code", root)
        self._set("procedure_code_local", local)
        names = self._distinct("procedure_name")
        self._set("procedure_name_key", identifiers.procedure_name_keys(names))
        for code in ("unit_code", "receiving_unit_code"):
            self._set(code, identifiers.read_unit_codes(self._distinct(code)))
        for name, prefix in (("unit_name", "unit"), ("receiving_unit_name", "receiving")):
            for column, keys in identifiers.unit_name_keys(self._distinct(name), prefix):
                self._set(column, keys)

    def _text_or(self, default: pl.Series, name: str) -> pl.Series:
        found = self._text(name)
        return default if found is None else found

    def _distinct(self, name: str) -> DistinctTexts:
        return DistinctTexts(self._text_or(self._constant(None, _TEXT), name))

    def _read_column(self, column: Column) -> None:
        cells = self._text(column.name)
        dtype = load_vocabulary().lake_types[column.name]
        if cells is None:
            self._set(column.name, self._constant(None, dtype))
            self._set(given(column.name), self._constant(value=False, dtype=pl.Boolean()))
            return
        if column.type == "TIMESTAMP":
            values, filled = read_dates(cells)
        else:
            distinct = DistinctTexts(cells)
            filled = distinct.given()
            values = self._read_distinct(column, distinct, dtype)
        self._set(column.name, values)
        self._set(given(column.name), filled)

    def _read_distinct(self, column: Column, cells: DistinctTexts, dtype: pl.DataType) -> pl.Series:
        kind = column.codes
        if kind is not None:
            return cells.read(lambda text: codes.code_of(kind, text), dtype)
        if column.name == "online_payment":
            return cells.read(codes.paid_online, dtype)
        if column.type == "BOOLEAN":
            return cells.read(codes.flag_of, dtype)
        if column.type != "BIGINT":
            return cells.read(codes.amount_of, dtype)
        if not column.headings:  # derived while reading, not a cell
            return cells.read(codes.count_of, dtype)
        return cells.read(partial(codes.count_of, most=codes.MOST_FILES), dtype)

    def _finish_channel(self) -> None:
        """A blank channel counts as 1 (CONTRACT.md 1.1), a column the file lacks is blank."""
        in_person = self._constant(1, pl.Int16())
        filled = self.columns[given("channel")]
        self._set("channel", self.columns["channel"].zip_with(filled, in_person))

    def _finish_fee(self) -> None:
        fee = self.columns["fee_total"]
        negative = (fee < 0).fill_null(value=False)
        if negative.any():
            self._set(mark("fee_negative"), negative)
            self._set("fee_total", fee.set(negative, None))

    def _derive_flags(self) -> None:
        """The explicit flag decides, else the count; a contradiction is marked."""
        for flag, count, rule_id in (
            ("has_digitized_component", "components_digitized", "digitized_flag_contradicts"),
            ("has_reused_component", "components_reused", "reused_flag_contradicts"),
        ):
            said, counted = self.columns[flag], self.columns[count] > 0
            contradicts = self.columns[mark(rule_id)] | (said != counted).fill_null(value=False)
            self._set(mark(rule_id), contradicts)
            unread = self.columns[given(flag)] & said.is_null()
            self._set(mark("flag_unreadable"), self.columns[mark("flag_unreadable")] | unread)
            self._set(flag, said.zip_with(said.is_not_null(), counted))
        shared = self.columns["has_shared_component"]
        stored = self.columns["components_from_store"] > 0
        self._set("has_shared_component", shared.zip_with(shared.is_not_null(), stored))
        used = self.columns["uses_population_data"]
        by_account = self.columns["vneid_authenticated"]
        self._set("uses_population_data", used.zip_with(used.is_not_null(), by_account))
