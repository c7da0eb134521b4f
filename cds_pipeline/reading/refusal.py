"""Why a whole file is refused.

Belongs here: the exception that ends the reading of one file. Does not belong here: rows (they are
quarantined one by one) and faults of the machine (``OSError`` is raised on).
"""

from __future__ import annotations


class FileRefusedError(ValueError):
    """The file cannot be read; the message is Vietnamese, says why and what to do.

    The message never quotes a cell: a file that is refused may hold personal data anywhere.
    """


class HeadingsMissingError(FileRefusedError):
    """A table has no heading row, or lacks a required heading."""
