"""What reading one file came to.

Belongs here: the result handed to the lake. Does not belong here: how it is stored
(``warehouse.lake``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One landing file, or one member of an archive, read or refused.

    Attributes:
        file_name: path relative to the landing zone, posix, NFC; a member as ``a.zip!member``.
        status: ``accepted`` or ``refused``; a refused file has no rows.
        message: Vietnamese; why it was refused, or what is worth knowing; ``None`` when nothing is.
        kind: the lake's table its rows are in: ``dossier``, ``portal``, ``petition``,
            ``investment``.
        format: ``csv``, ``xlsx``, …; ``None`` when the name promises none.
        encoding: of text files.
        rows_read: data rows, good or bad.
        rows_quarantined: of those, rows that break a rule of severity error judged while reading.
        unknown_headings: headings that were not read.
        is_updating: ``isUpdating`` of a synchronisation message; recorded, without effect.
        declarations_used: entries of ``source_mappings.yml`` that matched something; ``None`` when
            the file says nothing about them.
    """

    file_name: str
    status: Literal["accepted", "refused"]
    message: str | None = None
    kind: str = "dossier"
    format: str | None = None
    encoding: str | None = None
    rows_read: int = 0
    rows_quarantined: int = 0
    unknown_headings: tuple[str, ...] = field(default=())
    is_updating: bool | None = None
    declarations_used: tuple[str, ...] | None = None

    @property
    def rows_valid(self) -> int:
        """Rows that break no rule of severity error judged while reading."""
        return self.rows_read - self.rows_quarantined
