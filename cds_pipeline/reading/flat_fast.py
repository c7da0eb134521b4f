"""The fast reader for delimited files that are provably regular.

Belongs here: deciding that a file is regular and reading it column by column with Arrow. Does not
belong here: anything a file needs care for; :func:`fast_batches` then raises :class:`NotCleanError`
and ``flat.careful_batches`` reads the file from its beginning. Both give the same rows.

Regular means: no UTF-16, quotes only around whole cells (``encoding.Layout``) and as many records
as lines, so no line break inside quotes. Rows of another width than the heading are few, and are
handed to the careful reader's collector.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv

from cds_pipeline.contracts.rules import mark
from cds_pipeline.contracts.schema import MAX_BATCH_ROWS
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.encoding import UTF_8, UTF_8_BOM
from cds_pipeline.reading.flat import RowCollector
from cds_pipeline.reading.structure import cell_name, data_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.reading.flat import FlatTable

_BLOCK_BYTES = 2 << 20
_LISTED = pa.dictionary(pa.int32(), pa.string())
_MOST_ODD_ROWS = 50_000


class NotCleanError(Exception):
    """The file needs the careful reader."""


def may_be_clean(table: FlatTable) -> bool:
    """Whether the fast reader may try; what it finds may still stop it later."""
    layout = table.text.layout
    if layout is None or table.has_tall_headings:
        return False
    return layout.has_regular_quotes(table.delimiter)


def fast_batches(table: FlatTable) -> Iterator[pl.DataFrame]:
    """Data rows, exactly as :func:`cds_pipeline.reading.flat.careful_batches` gives them.

    Raises:
        NotCleanError: too many rows have another width than the heading, or (after the last batch)
            a line break lay inside quotes.
    """
    odd_rows = _OddRows(table)
    with table.source.open() as stream:
        _skip_lines(stream, table.headings.data_row)
        is_utf_8 = table.text.encoding in (UTF_8, UTF_8_BOM)
        encoded = stream if is_utf_8 else io.BufferedReader(_Transcoded(stream, table))
        batches = _ahead(_rebatched(_blocks(encoded, table, odd_rows)))
        for raw in odd_rows.merged_into(batches):
            for part in raw.iter_slices(MAX_BATCH_ROWS):
                yield data_rows(part, table.headings)
    if table.text.layout is None or odd_rows.last_number != table.text.layout.lines:
        raise NotCleanError


class _OddRows:
    """Rows of another width than the heading, and the numbers of all rows.

    Arrow leaves such a row out and says which one it was; it is merged in again where it stood.
    """

    def __init__(self, table: FlatTable) -> None:
        self._table = table
        self._pending: deque[tuple[int, str]] = deque()
        self._above = table.headings.data_row
        self.last_number = self._above

    def keep(self, row: arrow_csv.InvalidRow) -> str:
        """Called by Arrow for each of them, in order; it may be blocks ahead."""
        if len(self._pending) >= _MOST_ODD_ROWS or row.number is None:
            return "error"
        self._pending.append((self._above + row.number, row.text))
        return "skip"

    def merged_into(self, batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """The batches with ``source_row`` and with the rows that Arrow left out."""
        for batch in batches:
            first = self.last_number + 1
            odd = self._take(batch.height)
            self.last_number += batch.height + len(odd)
            numbers = np.arange(first, self.last_number + 1, dtype=np.int64)
            if not odd:
                yield batch.with_columns(pl.Series("source_row", numbers))
                continue
            even = np.delete(numbers, [number - first for number, _text in odd])
            regular = batch.with_columns(
                pl.col(pl.Enum).cast(pl.String),
                pl.Series("source_row", even),
                pl.lit(value=False).alias(mark("row_too_long")),
            )
            yield pl.concat([regular, self._frame(odd)]).sort("source_row")
        if self._pending:
            odd = list(self._pending)
            self.last_number = odd[-1][0]
            yield self._frame(odd)

    def _take(self, height: int) -> list[tuple[int, str]]:
        """Those that stand before or between the next ``height`` regular rows."""
        taken: list[tuple[int, str]] = []
        while self._pending and self._pending[0][0] <= self.last_number + height + len(taken):
            taken.append(self._pending.popleft())
        return taken

    def _frame(self, odd: list[tuple[int, str]]) -> pl.DataFrame:
        collector = RowCollector(self._table.headings)
        for number, text in odd:
            collector.add(number, next(csv.reader([text], delimiter=self._table.delimiter), []))
        return collector.take()


def _blocks(stream: Any, table: FlatTable, odd_rows: _OddRows) -> Iterator[pa.RecordBatch]:
    types = {
        cell_name(position): _LISTED if _repeats(column) else pa.string()
        for position, column in enumerate(table.headings.columns)
    }
    try:
        yield from arrow_csv.open_csv(
            stream,
            # One thread, so that Arrow can tell the number of a row it leaves out.
            read_options=arrow_csv.ReadOptions(
                block_size=_BLOCK_BYTES, column_names=list(types), use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=table.delimiter,
                newlines_in_values=False,
                ignore_empty_lines=False,
                invalid_row_handler=odd_rows.keep,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=types,
                strings_can_be_null=False,
                # The survey of the encoding has proved it.
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        raise NotCleanError from None


def _rebatched(blocks: Iterator[pa.RecordBatch]) -> Iterator[pl.DataFrame]:
    """The same rows in batches of the size the contract takes."""
    pending: list[pa.RecordBatch] = []
    height = 0
    for block in blocks:
        start = 0
        while height + block.num_rows - start >= MAX_BATCH_ROWS:
            end = start + MAX_BATCH_ROWS - height
            yield _frame([*pending, block.slice(start, end - start)])
            pending, height, start = [], 0, end
        pending.append(block.slice(start))
        height += block.num_rows - start
    if height:
        yield _frame(pending)


def _frame(blocks: list[pa.RecordBatch]) -> pl.DataFrame:
    """One frame of several blocks; lists of different texts become one list, as ``Enum``."""
    table = pa.Table.from_batches(blocks).unify_dictionaries()
    columns: list[pl.Series] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        whole = column.combine_chunks()
        if isinstance(whole, pa.DictionaryArray):
            numbers = pl.Series(whole.indices.cast(pa.uint32()))
            texts = pl.Series(whole.dictionary)
            columns.append(numbers.cat.to(pl.Enum(texts)).alias(name))
        else:
            columns.append(pl.Series(name, whole))
    return pl.DataFrame(columns)


def _repeats(column: str | None) -> bool:
    """Whether the cells of a canonical column are few different texts."""
    if column is None or column in ("dossier_code", "other_dossier_code"):
        return False
    return load_vocabulary().columns[column].type != "TIMESTAMP"


def _ahead(blocks: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same blocks; the next one is parsed while the caller works on this one."""
    with ThreadPoolExecutor(max_workers=1) as parser:
        following = parser.submit(next, blocks, None)
        while (block := following.result()) is not None:
            following = parser.submit(next, blocks, None)
            yield block


def _skip_lines(stream: BinaryIO, lines: int) -> None:
    """Move to the beginning of a line; lines end with CR, LF or CR LF."""
    head = b""
    position = 0
    for _ in range(lines):
        while (end := _end_of_line(head, position)) is None:
            more = stream.read(1 << 16)
            if not more:
                return
            head += more
        position = end
    stream.seek(position)


def _end_of_line(text: bytes, start: int) -> int | None:
    """Where the line from ``start`` on ends, its end included; ``None``: not in this text."""
    ends = [place for mark in (b"\r", b"\n") if (place := text.find(mark, start)) >= 0]
    if not ends or min(ends) + 1 == len(text):
        return None
    end = min(ends)
    return end + 2 if text[end : end + 2] == b"\r\n" else end + 1


class _Transcoded(io.RawIOBase):
    """Another encoding's bytes as UTF-8."""

    def __init__(self, stream: BinaryIO, table: FlatTable) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(table.text.encoding)()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = self._stream.read(1 << 18)
            self._rest = self._decoder.decode(chunk, final=not chunk).encode("utf-8")
            if not chunk:
                break
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
