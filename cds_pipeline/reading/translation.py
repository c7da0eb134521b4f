"""A vendor's export as the standard one, by what ``source_mappings.yml`` declares of its source.

Belongs here: replacing declared codes, dates and numbers of a batch of texts, and remembering which
declarations were used. Does not belong here: the file (``reference.source_mappings``), headings
(``headings`` takes the declared ones), sources without declarations (nothing here runs for them).
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.detect import WORKBOOK_FORMATS
from cds_pipeline.reference.source_mappings import FLAG, IGNORED, load_mappings
from cds_pipeline.reference.text import text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cds_pipeline.contracts.vocabulary import Column
    from cds_pipeline.reading.table_file import TextRows
    from cds_pipeline.reference.source_mappings import Entry, SourceMapping
    from cds_pipeline.settings import Settings

_DATE = re.compile(r"^\s*(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?!\d)")
_ENGLISH = re.compile(r"^\s*[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*$", re.ASCII)
_SWAPPED = str.maketrans(",.", ".,")
_PAYMENT = "online_payment"
_MESSAGES = ("json", "ndjson")


def translation_of(settings: Settings, source_system: str, promised: str) -> Translation | None:
    """What is declared of a source, for one file; ``None`` where nothing is.

    Raises:
        ReferenceDataError: the file of declarations cannot be used.
    """
    mapping = load_mappings(settings.reference_folder).get(source_system)
    if mapping is None:
        return None
    is_typed = promised in WORKBOOK_FORMATS or promised == "parquet"
    return Translation(mapping, is_message=promised in _MESSAGES, is_typed=is_typed)


class Translation:
    """The declarations of one source while one of its files is read.

    Attributes:
        used: ids of the entries that matched something so far.
    """

    def __init__(self, mapping: SourceMapping, *, is_message: bool, is_typed: bool) -> None:
        """The translation of one file.

        Args:
            mapping: what is declared.
            is_message: dates of a message are replaced record by record, its numbers are not.
            is_typed: numbers of workbooks and Parquet files are typed already; only texts that are
                plainly English are replaced.
        """
        self._mapping = mapping
        self._is_message = is_message
        self._is_typed = is_typed
        self.used: set[str] = set()

    @property
    def headings(self) -> dict[str, str | None]:
        """Canonical column of every declared heading, ``None`` for one that is not read."""
        return {
            key: None if entry.target == IGNORED else entry.target
            for key, entry in self._mapping.headings.items()
        }

    def apply_to(self, rows: TextRows) -> None:
        """Let every batch of a file come translated; remember the declared headings it has."""
        self.used |= {self._mapping.headings[key].entry_id for key in rows.declared}
        rows.readings = [partial(self._read, reading) for reading in rows.readings]

    def _read(self, reading: Callable[[], Iterator[pl.DataFrame]]) -> Iterator[pl.DataFrame]:
        return map(self.batch, reading())

    def batch(self, texts: pl.DataFrame) -> pl.DataFrame:
        """The batch with standard codes, day-first dates and Vietnamese numbers."""
        columns = load_vocabulary().columns
        replaced = []
        for name in texts.columns:
            is_text = isinstance(texts.schema[name], pl.String | pl.Enum)
            column = columns.get(name) if is_text else None
            meaning = None if column is None else self._meaning(column)
            if meaning is not None:
                cells = texts[name].cast(pl.String)
                distinct = cells.drop_nulls().unique()
                new = pl.Series([meaning(text) for text in distinct], dtype=pl.String)
                replaced.append(cells.replace(distinct, new).alias(name))
        return texts.with_columns(replaced) if replaced else texts

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """A dossier of a message with standard field names and dates."""
        found = dict(record)
        columns = load_vocabulary().columns
        by_key = {text_key(e.said): e for e in self._mapping.headings.values()}
        for name in record:
            entry = by_key.get(text_key(name))
            if entry is None:
                continue
            self.used.add(entry.entry_id)
            value = found.pop(name)
            field = None if entry.target == IGNORED else columns[entry.target].field
            if field is not None:
                found[field] = value
        return self._dated(found) if self._mapping.date_order else found

    def _dated(self, record: dict[str, Any]) -> dict[str, Any]:
        for name, value in record.items():
            if isinstance(value, str) and name.startswith(("Ngay", "ThoiDiem")):
                record[name] = self._date(value)
            elif isinstance(value, list):
                record[name] = [self._dated(v) if isinstance(v, dict) else v for v in value]
        return record

    def _meaning(self, column: Column) -> Callable[[str], str] | None:
        """What a text of this column stands for; ``None`` where nothing is declared about it."""
        kind = column.codes or ("payment" if column.name == _PAYMENT else None)
        entries: dict[str, Entry] = {}
        if column.type == "BOOLEAN":
            entries.update(self._mapping.codes.get(FLAG, {}))
        entries.update(self._mapping.codes.get(kind or "", {}))
        if entries:
            return lambda text: self._code(text, entries)
        if column.type == "TIMESTAMP" and self._mapping.date_order and not self._is_message:
            return self._date
        is_number = column.type == "BIGINT" or column.type.startswith("DECIMAL")
        if is_number and self._mapping.numbers and not self._is_message:
            return self._number
        return None

    def _code(self, text: str, entries: Mapping[str, Entry]) -> str:
        entry = entries.get(text_key(text))
        if entry is None:
            return text
        self.used.add(entry.entry_id)
        return entry.target

    def _date(self, text: str) -> str:
        """``08/25/2023 …`` as ``25/08/2023 …``; a text of another shape stays as it is."""
        found = _DATE.match(text)
        order = self._mapping.date_order
        if found is None or (len(found[1]) > 2) != (order == "year_first"):
            return text
        if len(found[1]) == 4 and text.lstrip()[4] == "-":  # ISO dates are read as they are
            self.used.add("date_order")
            return text
        first, second, third = found.groups()
        if order == "year_first":
            first, third = third, first
        elif order == "month_first":
            first, second = second, first
        self.used.add("date_order")
        return f"{first}/{second}/{third}{text[found.end() :]}"

    def _number(self, text: str) -> str:
        """``1,234.5`` as ``1.234,5``."""
        if not any(mark in text for mark in ",.") or self._mapping.numbers != "en":
            self.used.add("numbers")
            return text
        if self._is_typed and not _ENGLISH.match(text):
            return text
        self.used.add("numbers")
        return text.translate(_SWAPPED)
