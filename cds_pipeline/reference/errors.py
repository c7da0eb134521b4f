"""What is said when reference data cannot be used.

Belongs here: the one error of this package. Does not belong here: the checks that raise it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ReferenceDataError(ValueError):
    """A reference file holds something that cannot be used; the command line exits with 2.

    Attributes:
        file: the file.
        line: the line in it, from 1, or ``None`` when the whole file is meant.
        value: the value that cannot be used, as written.
        remedy: what to do, in Vietnamese.
    """

    def __init__(
        self, file: Path, problem: str, remedy: str, *, line: int | None = None, value: str = ""
    ) -> None:
        self.file = file
        self.line = line
        self.value = value
        self.remedy = remedy
        place = f"{file}, dòng {line}" if line else str(file)
        shown = f" («{value}»)" if value else ""
        super().__init__(f"{place}: {problem}{shown}. Cách sửa: {remedy}.")
