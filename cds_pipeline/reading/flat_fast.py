"""The fast reader for delimited files that are provably clean.

Belongs here: deciding that a file is clean and reading it column by column with Arrow. Does not
belong here: anything a file needs care for; :func:`fast_batches` then raises :class:`NotCleanError`
and ``flat.careful_batches`` reads the file from its beginning. Both give the same rows.

Clean means: no UTF-16, quotes only around whole cells (``encoding.Layout``), as many records as
lines (so no line break inside quotes), and every line has as many cells as the heading.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv

from cds_pipeline.contracts.schema import MAX_BATCH_ROWS
from cds_pipeline.reading.encoding import UTF_8, UTF_8_BOM
from cds_pipeline.reading.structure import cell_name, data_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.reading.flat import FlatTable

_BLOCK_BYTES = 4 << 20


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
        NotCleanError: a line has another number of cells than the heading, or (after the last
            batch) a line break lay inside quotes.
    """
    number = table.headings.data_row
    with table.source.open() as stream:
        _skip_lines(stream, number)
        is_utf_8 = table.text.encoding in (UTF_8, UTF_8_BOM)
        encoded = stream if is_utf_8 else io.BufferedReader(_Transcoded(stream, table))
        for raw in _rebatched(_blocks(encoded, table)):
            numbers = pl.int_range(number + 1, number + raw.height + 1, dtype=pl.Int64, eager=True)
            number += raw.height
            yield data_rows(raw.with_columns(numbers.alias("source_row")), table.headings)
    if table.text.layout is None or number != table.text.layout.lines:
        raise NotCleanError


def _blocks(stream: Any, table: FlatTable) -> Iterator[pl.DataFrame]:
    names = [cell_name(position) for position in range(len(table.headings.columns))]
    try:
        reader = arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(block_size=_BLOCK_BYTES, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=table.delimiter, newlines_in_values=False, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a record batch is a frame
            yield frame
    except pa.ArrowInvalid:
        raise NotCleanError from None


def _rebatched(blocks: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows in batches of the size the contract takes."""
    pending: list[pl.DataFrame] = []
    height = 0
    for block in blocks:
        pending.append(block)
        height += block.height
        if height >= MAX_BATCH_ROWS:
            whole = pl.concat(pending, rechunk=True)
            while whole.height >= MAX_BATCH_ROWS:
                yield whole.head(MAX_BATCH_ROWS)
                whole = whole.slice(MAX_BATCH_ROWS)
            pending, height = [whole], whole.height
    if height:
        yield pl.concat(pending, rechunk=True)


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
