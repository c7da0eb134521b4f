"""Writing the one Parquet file a landing file becomes.

Belongs here: batches in, an immutable file of the lake's schema out, all of it or nothing. Does not
belong here: where the file goes and when it counts (``warehouse.lake``).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from polars import CompatLevel

from cds_pipeline.contracts.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


#: Ends the name of a file that is still written; leftovers may be removed.
UNFINISHED = ".unfinished"


#: Texts that hardly repeat: a dictionary of them only costs time.
_UNIQUE = frozenset({"dossier_code", "other_dossier_code"})
#: Columns by whose range a reader may skip rows.
_RANGED = ("delivered_on", "source_row", "dossier_code", "received_at", "updated_at")


def _stored_schema(schema: pa.Schema) -> pa.Schema:
    """The lake's schema with repeating texts as dictionaries, which Parquet stores as they are."""
    listed = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        field.with_type(listed)
        if field.type == pa.string() and field.name not in _UNIQUE
        else field
        for field in schema
    )


def _stored(column: pl.Series, dtype: pa.DataType) -> pa.Array:
    """A column as it is written; an ``Enum`` already is a dictionary."""
    if isinstance(column.dtype, pl.Enum):
        texts = column.dtype.categories.to_arrow(compat_level=CompatLevel.oldest())
        numbers = column.to_physical().to_arrow().cast(pa.int32())
        return pa.DictionaryArray.from_arrays(numbers, texts.cast(pa.string()))
    array = column.to_arrow(compat_level=CompatLevel.oldest())
    if pa.types.is_dictionary(dtype):
        return array.cast(pa.string()).dictionary_encode()
    return array.cast(dtype)


class LakeFileWriter:
    """Writes batches of lake rows of a kind to ``target``, which appears only when all went well.

    Attributes:
        rows: rows written.
        quarantined: of those, rows with broken rules.
    """

    def __init__(self, target: Path, kind: str = "dossier") -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
        self._schema = _stored_schema(load_vocabulary().schema_of(kind))
        target.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(
            self._part,
            self._schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[f.name for f in self._schema if pa.types.is_dictionary(f.type)],
            write_statistics=[name for name in _RANGED if name in self._schema.names],
            # Readers see plain texts: how they are stored is no business of theirs.
            store_schema=False,
        )
        self.rows = 0
        self.quarantined = 0

    def write(self, batch: pl.DataFrame) -> None:
        """Append rows that have exactly the lake's columns."""
        if batch.is_empty():
            return
        columns = [_stored(batch[field.name], field.type) for field in self._schema]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self.rows += batch.height
        self.quarantined += batch.height - batch["broken_rules"].null_count()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._writer.close()
            if kind is None:
                self._part.replace(self._target)
        finally:
            self._part.unlink(missing_ok=True)
