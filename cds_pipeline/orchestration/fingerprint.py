"""What a published warehouse is a function of, as one short text.

Belongs here: deciding whether anything changed since the last publication. Does not belong here:
publishing, reading files of the landing zone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cds_pipeline import __version__, paths
from cds_pipeline.warehouse.published import read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from cds_pipeline.settings import Settings
    from cds_pipeline.warehouse.lake import FileLine


# SQL that reads the warehouse and makes no table of it.
_READ_ONLY_SQL = {"queries", "previews"}


def fingerprint(settings: Settings, lines: Iterable[FileLine], as_of: date) -> str:
    """Digest of deliveries, reference tables, day, engine, SQL and program version.

    Args:
        settings: whose reference folder and engine are used.
        lines: manifest lines of the lake.
        as_of: the day figures are computed for.

    Returns:
        64 hex digits; equal texts mean an equal warehouse, ``loaded_at`` and run ids aside.
    """
    digest = hashlib.sha256()

    def take(*parts: object) -> None:
        digest.update("\x1f".join(map(str, parts)).encode() + b"\n")

    take(__version__, settings.engine, as_of)
    for line in lines:
        take(line.file_name, line.sha256, line.delivered_on, line.status, line.reader_version)
    for folder in (paths.sql_folder(), settings.reference_folder, paths.shipped_reference()):
        for file in _files(folder):
            take(file.relative_to(folder), hashlib.sha256(file.read_bytes()).hexdigest())
    return digest.hexdigest()


def is_published(settings: Settings, wanted: str) -> bool:
    """Whether what stands published was built from what ``wanted`` is the digest of."""
    manifest = read_manifest(settings)
    return (
        manifest is not None
        and manifest.get("fingerprint") == wanted
        and settings.published_warehouse.is_file()
    )


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in {".sql", ".yml", ".csv"}
        and not _READ_ONLY_SQL & set(path.relative_to(folder).parts)
    )
