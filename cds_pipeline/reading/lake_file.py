"""Writing the one Parquet file a landing file becomes.

Belongs here: batches in, an immutable file of the lake's schema out, all of it or nothing. Does not
belong here: where the file goes and when it counts (``warehouse.lake``).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.parquet as pq
from polars import CompatLevel

from cds_pipeline.contracts.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import polars as pl

#: Ends the name of a file that is still written; leftovers may be removed.
UNFINISHED = ".unfinished"


def _repeating(schema: pa.Schema) -> list[str]:
    """Columns worth a dictionary: texts that repeat. The others only cost time to try."""
    unique = {"dossier_code", "other_dossier_code"}
    return [f.name for f in schema if f.type == pa.string() and f.name not in unique]


class LakeFileWriter:
    """Writes batches of lake rows to ``target``, which appears only when all went well.

    Attributes:
        rows: rows written.
        quarantined: of those, rows with broken rules.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
        self._schema = load_vocabulary().lake_schema
        target.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(
            self._part,
            self._schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=_repeating(self._schema),
        )
        self.rows = 0
        self.quarantined = 0

    def write(self, batch: pl.DataFrame) -> None:
        """Append rows that have exactly the lake's columns."""
        if batch.is_empty():
            return
        table: pa.Table = batch.to_arrow(compat_level=CompatLevel.oldest()).cast(self._schema)
        self._writer.write_table(table)
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
