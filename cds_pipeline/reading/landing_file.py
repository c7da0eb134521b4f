"""A landing file of any sort, packed or not, symbolic or half-written, to outcomes.

Belongs here: everything about the file as a whole - links, archives, changes while reading. Does
not belong here: one file's rows (``file_reader``), the lake's manifest.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cds_pipeline.reading.archive import GzipFile, member_name, zip_members
from cds_pipeline.reading.detect import check_content, format_of, kind_of
from cds_pipeline.reading.file_reader import landing_name, origin_of, read_source
from cds_pipeline.reading.outcome import FileOutcome
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import PlainFile, Source, check_unchanged, state_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cds_pipeline.reading.source import FileState
    from cds_pipeline.settings import Settings


def read_file(path: Path, landing: Path, target: Path, settings: Settings) -> FileOutcome:
    """Read one landing file that is no ZIP archive to the Parquet file ``target``.

    Returns:
        What came of it. A file that cannot be read is refused, never raised; ``target`` then does
        not exist.

    Raises:
        OSError: the disk is full or the file cannot be opened.
        ValueError: ``path`` is not below a delivery day of ``landing``.
    """
    return read_landing_file(
        path, landing_name(path, landing), lambda _name, _kind: target, settings
    )[0]


def read_landing_file(
    path: Path,
    file_name: str,
    target_of: Callable[[str, str], Path],
    settings: Settings,
    before: FileState | None = None,
) -> list[FileOutcome]:
    """Read one landing file; an archive gives one outcome per member.

    Args:
        path: the file.
        file_name: its name in the manifest, delivery day first.
        target_of: the Parquet file for a file or member, by its name in the manifest and its
            kind (the lake's table).
        settings: limits.
        before: the file's state when its digest was taken, default now.

    Returns:
        One outcome, or one per member of a ZIP archive; nothing is left at the target of a refused
        one. A file that changed while it was read is refused whole.

    Raises:
        OSError: the disk is full or the file cannot be opened.
    """
    origin_of(file_name)
    outcomes: list[FileOutcome] = []
    try:
        _refuse_link(path)
        before = before or state_of(path)
        outcomes = [
            read_source(source, name, partial(target_of, name), settings)
            for source, name in _sources(path, file_name)
        ]
        check_unchanged(path, before)
    except FileRefusedError as refusal:
        for outcome in outcomes:
            target_of(outcome.file_name, outcome.kind).unlink(missing_ok=True)
        return [_refused(path, file_name, str(refusal))]
    return outcomes


def _refuse_link(path: Path) -> None:
    if path.is_symlink() or not path.is_file():
        raise FileRefusedError("Liên kết tượng trưng không được đọc. Chép chính tệp đó vào.")


def _sources(path: Path, file_name: str) -> list[tuple[Source, str]]:
    extension = path.suffix.casefold()
    if extension == ".gz":
        format_of(path.name)
        check_content(PlainFile(path), "gz")
        return [(GzipFile(path), file_name)]
    if extension == ".zip":
        check_content(PlainFile(path), "zip")
        return [(m, f"{file_name}!{member_name(m.member)}") for m in zip_members(path)]
    return [(PlainFile(path), file_name)]


def _refused(path: Path, file_name: str, message: str) -> FileOutcome:
    extension = path.suffix.casefold().removeprefix(".")
    return FileOutcome(
        file_name,
        "refused",
        message,
        kind=kind_of(PurePosixPath(file_name)),
        format=extension or None,
    )
