"""The landing zone: which files were delivered on which day.

Belongs here: finding files. Does not belong here: opening them (``reading``), remembering what was
read (``lake``).
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cds_pipeline.reading.file_reader import landing_name, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
# What file managers and git leave in folders; nobody delivered these.
_LITTER = frozenset({".gitkeep", ".gitignore", ".ds_store", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class LandingFile:
    """One file of the landing zone.

    Attributes:
        path: where it is.
        file_name: relative to the landing zone, posix, NFC.
        delivered_on: the day its folder says.
        source_system: its parent folder below the day, else ``default``.
    """

    path: Path
    file_name: str
    delivered_on: date
    source_system: str


def discover(
    landing: Path, first: date | None = None, last: date | None = None
) -> list[LandingFile]:
    """Files delivered from ``first`` to ``last``, both included, sorted by day and name.

    Folders that are no day (``2023-08-25``) are no deliveries. Symbolic links are listed, not
    followed: reading refuses them. A landing zone that does not exist holds nothing.
    """
    found = []
    for day, folder in _days(landing):
        if (first is None or first <= day) and (last is None or day <= last):
            taken: set[str] = set()
            for path in sorted(_files(folder), key=_nfc_first):
                name = _unique_name(path, landing, taken)
                taken.add(name)
                found.append(LandingFile(path, name, day, origin_of(name).source_system))
    return sorted(found, key=lambda file: (file.delivered_on, file.file_name))


def stray_entries(landing: Path) -> list[str]:
    """Names below the landing zone that are no delivery day, sorted: nothing in them is read."""
    if not landing.is_dir():
        return []
    names = [
        entry.name
        for entry in landing.iterdir()
        if not (entry.is_dir() and _day_of(entry.name) is not None)
    ]
    return sorted(
        unicodedata.normalize("NFC", name)
        for name in names
        if name.casefold() not in _LITTER and not name.startswith(".")
    )


def _days(landing: Path) -> list[tuple[date, Path]]:
    if not landing.is_dir():
        return []
    days = []
    for folder in landing.iterdir():
        day = _day_of(folder.name)
        if day is not None and folder.is_dir():
            days.append((day, folder))
    return sorted(days)


def _day_of(name: str) -> date | None:
    if not _DAY.match(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder, links to anything, and folders that cannot be opened."""
    closed: list[Path] = []
    for parent, folders, files in os.walk(
        folder, onerror=lambda e: closed.append(Path(e.filename))
    ):
        for name in files:
            if name.casefold() not in _LITTER:
                yield Path(parent, name)
        for name in folders:
            if Path(parent, name).is_symlink():
                yield Path(parent, name)
    yield from closed


def _nfc_first(path: Path) -> tuple[bool, str]:
    name = path.as_posix()
    return not unicodedata.is_normalized("NFC", name), name


def _unique_name(path: Path, landing: Path, taken: set[str]) -> str:
    """The NFC name; the name as it is on disk where two files differ in Unicode form only."""
    name = landing_name(path, landing)
    return path.relative_to(landing).as_posix() if name in taken else name
