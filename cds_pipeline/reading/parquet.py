"""Parquet exports, with flat headings or canonical names as columns.

Belongs here: turning typed Parquet columns back into the text every format is judged as. Does not
belong here: the lake's own Parquet files (``lake_file``, ``warehouse.lake``).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.headings import (
    NOTHING_DECLARED,
    HeadingMap,
    find_headings,
    require_columns,
)
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.table_file import TextRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.reading.headings import Declared
    from cds_pipeline.reading.source import Source

_BATCH_ROWS = 65_536
_ZONE = "Asia/Ho_Chi_Minh"


def open_parquet(source: Source, declared: Declared = NOTHING_DECLARED) -> TextRows:
    """The rows of a Parquet export.

    Raises:
        FileRefusedError: the file is damaged or lacks a required column.
    """
    with _opened(source) as file:
        names = list(file.schema_arrow.names)
    headings = require_columns(find_headings([_as_headings(names)], declared))
    readings = [lambda: _batches(source, headings)]
    return TextRows(None, readings, headings.unknown, declared=headings.declared)


def _as_headings(names: list[str]) -> list[str]:
    """Canonical names as the heading that means them."""
    columns = load_vocabulary().columns
    return [
        columns[name].headings[0] if name in columns and columns[name].headings else name
        for name in names
    ]


@contextmanager
def _opened(source: Source) -> Iterator[pq.ParquetFile]:
    with source.open() as stream:
        try:
            yield pq.ParquetFile(stream)
        except (pa.ArrowException, UnicodeDecodeError):
            raise FileRefusedError(_DAMAGED) from None
        except OSError as error:
            if error.errno is not None:  # a fault of the machine, not of the file
                raise
            raise FileRefusedError(_DAMAGED) from None


_DAMAGED = "Tệp Parquet bị hỏng hoặc bị cắt. Xuất và gửi lại tệp."


def _batches(source: Source, headings: HeadingMap) -> Iterator[pl.DataFrame]:
    chosen = {n: name for n, name in enumerate(headings.columns) if name is not None}
    first = 1
    with _opened(source) as file:
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            batch.validate(full=True)  # Polars takes texts for UTF-8 without looking
            columns = {
                name: _as_text(pl.Series(batch.column(position)))
                for position, name in chosen.items()
            }
            numbers = pl.int_range(first, first + batch.num_rows, dtype=pl.Int64, eager=True)
            first += batch.num_rows
            yield pl.DataFrame({"source_row": numbers, **columns})


def _as_text(values: pl.Series) -> pl.Series:
    """Typed values as the text a flat export would hold."""
    dtype = values.dtype
    if isinstance(dtype, pl.Datetime):
        local = values if dtype.time_zone is None else values.dt.convert_time_zone(_ZONE)
        return local.dt.to_string("%Y-%m-%d %H:%M:%S")
    if dtype == pl.Boolean:
        return values.cast(pl.Int8).cast(pl.String)
    if dtype.is_float() or dtype.is_decimal():
        text = values.cast(pl.String).str.replace(r"\.0+$", "")
        return text.str.replace(".", ",", literal=True)
    if dtype.is_nested() or dtype == pl.Binary:
        return pl.Series([None], dtype=pl.String).new_from_index(0, values.len())
    return values.cast(pl.String)
