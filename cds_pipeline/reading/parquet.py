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
from cds_pipeline.reading.archive import MAX_EXPANDED_BYTES
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

#: Stands for a value that is no text, number or date of our time.
UNREADABLE = "(!)"
_BATCH_ROWS = 65_536
_MOST_ROWS = 200_000_000
_DAYS_OF_DATES = (-25_567, 2_567_717)  # from 1900 to 9000
_ZONE = "Asia/Ho_Chi_Minh"


def open_parquet(source: Source, memory: int, declared: Declared = NOTHING_DECLARED) -> TextRows:
    """The rows of a Parquet export.

    Args:
        source: the file.
        memory: bytes one batch of its rows may take, expanded.
        declared: headings declared for this source (``headings.find_headings``).

    Raises:
        FileRefusedError: the file is damaged, too large when expanded or lacks a required column.
    """
    with _opened(source) as file:
        names = list(file.schema_arrow.names)
        _check_size(file)
    headings = require_columns(find_headings([_as_headings(names)], declared))
    readings = [lambda: _batches(source, headings, memory)]
    return TextRows(None, readings, headings.unknown, declared=headings.declared)


def _check_size(file: pq.ParquetFile) -> None:
    if file.metadata.num_rows > _MOST_ROWS or _expanded_size(file) > MAX_EXPANDED_BYTES:
        raise FileRefusedError(
            f"Tệp Parquet quá lớn khi giải nén (hơn {_MOST_ROWS} dòng hoặc "
            f"{MAX_EXPANDED_BYTES >> 30} GB). Chia nhỏ rồi gửi lại."
        )


def _expanded_size(file: pq.ParquetFile) -> int:
    groups = range(file.metadata.num_row_groups)
    return sum(file.metadata.row_group(number).total_byte_size for number in groups)


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


def _batches(source: Source, headings: HeadingMap, memory: int) -> Iterator[pl.DataFrame]:
    chosen = {name: n for n, name in enumerate(headings.columns) if name is not None}
    first = 1
    with _opened(source) as file:
        names = file.schema_arrow.names
        row_bytes = max(_expanded_size(file) // max(file.metadata.num_rows, 1), 1)
        wanted = [names[position] for position in chosen.values()]
        for batch in file.iter_batches(
            batch_size=min(_BATCH_ROWS, max(memory // row_bytes, 1)), columns=wanted
        ):
            batch.validate(full=True)  # Polars takes texts for UTF-8 without looking
            columns = {
                name: _as_text(pl.Series(batch.column(names[position])), name)
                for name, position in chosen.items()
            }
            numbers = pl.int_range(first, first + batch.num_rows, dtype=pl.Int64, eager=True)
            first += batch.num_rows
            yield pl.DataFrame({"source_row": numbers, **columns})


def _as_text(values: pl.Series, column: str) -> pl.Series:
    """Typed values as the text a flat export would hold; what has none is unreadable."""
    dtype = values.dtype
    if isinstance(dtype, pl.Datetime | pl.Date):
        moments = values.cast(pl.Datetime("us", getattr(dtype, "time_zone", None)), strict=False)
        days = moments.to_physical() // (86_400 * 1_000_000)
        in_range = days.is_between(*_DAYS_OF_DATES).fill_null(value=False)
        local = moments.set(~in_range, None)
        if local.dtype != pl.Datetime("us"):
            local = local.dt.convert_time_zone(_ZONE)
        shape = "%Y-%m-%d" if dtype == pl.Date else "%Y-%m-%d %H:%M:%S"
        return local.dt.to_string(shape).set(values.is_not_null() & ~in_range, UNREADABLE)
    if dtype == pl.Boolean:
        return values.cast(pl.Int8).cast(pl.String)
    if dtype.is_float() or dtype.is_decimal():
        return _number(values, column)
    if dtype.is_integer() or dtype in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return values.cast(pl.String)
    unreadable = pl.Series([UNREADABLE]).new_from_index(0, values.len())
    return unreadable.set(values.is_null(), None)


def _number(values: pl.Series, column: str) -> pl.Series:
    """Numbers with a decimal comma.

    A dossier code that became a number is damaged; a procedure code such as 1.005190 has lost its
    zeros and always has six decimals.
    """
    if column in ("dossier_code", "other_dossier_code"):
        damaged = pl.Series([UNREADABLE]).new_from_index(0, values.len())
        return damaged.set(values.is_null(), None)
    if column == "procedure_code":
        return pl.Series([v if v is None else f"{v:.6f}" for v in values], dtype=pl.String)
    text = values.cast(pl.String).str.replace(r"\.0+$", "")
    return text.str.replace(".", ",", literal=True)
