"""What a format reader hands to the file reader: batches of text rows and a few facts.

Belongs here: the shape shared by all formats. Does not belong here: any one format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl


@dataclass(slots=True)
class TextRows:
    """Rows of one file as text, in batches the contract takes.

    A column of texts that repeat may be an ``Enum``.

    Attributes:
        encoding: as the manifest shows it; ``None`` for binary formats.
        kind: the lake's table the rows belong to. Batches of dossiers are text (``canonical`` types
            them); those of other kinds have the lake's columns already.
        unknown_headings: headings that are not read.
        notes: Vietnamese sentences for the manifest; complete once all batches were taken.
        declared: keys of declared headings that were found.
        is_updating: ``isUpdating`` of a message; recorded, without effect.
        readings: ways to read the rows, best first; each starts over. A way that raises
            ``NotCleanError`` gives way to the next.
    """

    encoding: str | None
    readings: list[Callable[[], Iterator[pl.DataFrame]]]
    unknown_headings: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    declared: frozenset[str] = frozenset()
    is_updating: bool | None = None
    kind: str = "dossier"
