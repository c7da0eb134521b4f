"""What an engine is: it takes input tables and computes the tables of ``sql/`` from their text.

Belongs here: the interface, its shim files, the error of an engine that cannot run. Does not belong
here: any one engine, what the tables mean.

Whatever engine computes, its tables stand in the build's DuckDB file afterwards: checks, comments
and publishing are the same for all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Protocol

from cds_pipeline import paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

Kind = Literal["table", "view"]

_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)


class EngineUnavailableError(RuntimeError):
    """The engine asked for cannot run here; the message says what is missing and the remedy."""


class Engine(Protocol):
    """Computes tables for one build; closed with it."""

    name: str

    def start_over(self) -> None:
        """Forgets what an earlier build left; called before the first input of a new one."""

    def take_table(self, name: str, table: pa.Table) -> None:
        """Makes ``table`` readable as ``schema.table``, replacing what had that name."""

    def take_lake(self, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
        """Makes the rows of Parquet files of one schema readable as ``schema.table``."""

    def build(self, name: str, kind: Kind, sql: str) -> None:
        """Computes ``schema.table`` from the text of its model; the text is run as it stands."""

    def close(self) -> None:
        """Gives back what the engine holds; computed tables stay."""


def shim(engine: str) -> tuple[str, ...]:
    """The statements of ``sql/engines/<engine>.sql``, in order."""
    text = (paths.sql_folder() / "engines" / f"{engine}.sql").read_text(encoding="utf-8")
    return tuple(s.strip() for s in _COMMENT.sub("", text).split(";") if s.strip())
