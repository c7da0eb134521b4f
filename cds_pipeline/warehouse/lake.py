"""The lake: every data row of every landing file, one immutable Parquet file each.

Belongs here: reading what is new or changed, replacing what it replaces, listing what is there.
Does not belong here: how a file is read (``reading``), what its rows mean (``sql/``).

A landing file that is gone stays in the lake; new content at a known path replaces the old.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading import FileOutcome, read_landing_file
from cds_pipeline.reading.detect import WORKBOOK_FORMATS
from cds_pipeline.reading.lake_file import UNFINISHED
from cds_pipeline.reading.source import FileState, sha256_of, state_of
from cds_pipeline.reference.source_mappings import load_mappings
from cds_pipeline.settings import TIME_ZONE
from cds_pipeline.warehouse.lake_manifest import (
    FileLine,
    LakeDamagedError,
    ManifestEntry,
    entry_path,
    key_of,
    read_entry,
    write_entry,
)
from cds_pipeline.warehouse.landing import LandingFile, discover

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from cds_pipeline.settings import Settings

__all__ = [
    "FileLine",
    "IngestSummary",
    "LakeDamagedError",
    "LandingFile",
    "discover",
    "file_lines",
    "ingest",
    "lines_of_present_state",
    "reader_version",
]

#: Raise it when the same bytes would be read differently.
_READER = 3
#: State of what is no file of its own: a link, a file that cannot be opened.
NO_STATE = FileState(0, 0, 0)
_GONE = "Tệp biến mất trong lúc chạy. Gửi lại tệp nếu cần."


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What one call of :func:`ingest` did.

    Attributes:
        lines: manifest lines of the files read now, in the order of reading.
        files_found: landing files of the days asked for.
        files_unchanged: of those, files already read in their present state.
    """

    lines: tuple[FileLine, ...]
    files_found: int
    files_unchanged: int

    @property
    def files_read(self) -> int:
        """Files and archive members read now, refused ones included."""
        return len(self.lines)

    @property
    def files_refused(self) -> int:
        """Files and archive members refused now."""
        return sum(line.status == "refused" for line in self.lines)

    @property
    def rows_read(self) -> int:
        """Data rows read now."""
        return sum(line.rows_read for line in self.lines)


@cache
def reader_version() -> str:
    """What the reader is: its number, and a digest of the columns, codes and rules it reads by."""
    vocabulary = load_vocabulary()
    columns = [(c.name, c.type, c.headings, c.field, c.codes) for c in vocabulary.columns.values()]
    codes = {kind: sorted(entries.items()) for kind, entries in vocabulary.codes.items()}
    rules = [(r.rule_id, r.severity) for r in vocabulary.rules.values() if r.judged_in == "reading"]
    lake = {
        kind: [(column.name, column.type) for column in columns]
        for kind, columns in vocabulary.lake_tables.items()
    }
    lists = [sorted(vocabulary.population_databases), sorted(vocabulary.cash_methods)]
    described = json.dumps([columns, codes, rules, lake, lists], ensure_ascii=False)
    return f"{_READER}-{hashlib.sha256(described.encode()).hexdigest()[:12]}"


def ingest(
    settings: Settings,
    first: date | None = None,
    last: date | None = None,
    progress: Callable[[FileLine], None] | None = None,
) -> IngestSummary:
    """Read the deliveries of some days that are new or changed.

    Args:
        settings: where landing zone and lake are, and limits.
        first: first delivery day, ``None`` for the earliest.
        last: last delivery day, included; ``None`` for the latest.
        progress: told every line as soon as it is committed.

    Returns:
        What was read. Interrupted at any point, the lake holds whole files only, and the next call
        goes on.

    Raises:
        OSError: the disk is full; what was committed before stays.
        ReferenceDataError: ``source_mappings.yml`` cannot be used; nothing was read.
    """
    load_mappings(settings.reference_folder)
    lake = settings.lake_folder
    _sweep(lake)
    files = discover(settings.landing_folder, first, last)
    lines: list[FileLine] = []
    unchanged = 0
    for file in files:
        known = _known_entry(lake, file)
        if known is not None and _is_current(known, file, settings):
            unchanged += 1
            continue
        for line in _ingest_file(file, known, settings):
            lines.append(line)
            if progress is not None:
                progress(line)
    return IngestSummary(tuple(lines), len(files), unchanged)


def unread(
    settings: Settings, first: date | None = None, last: date | None = None
) -> list[LandingFile]:
    """Landing files that ``ingest`` would read now: new, changed, or read by another reader."""
    lake = settings.lake_folder
    return [
        file
        for file in discover(settings.landing_folder, first, last)
        if (known := _known_entry(lake, file)) is None or not _is_current(known, file, settings)
    ]


def lines_of_present_state(settings: Settings, file: LandingFile) -> tuple[FileLine, ...]:
    """What was read of a landing file, one line per member of an archive.

    Empty where it was never read, has changed since, or was read by another reader.
    """
    known = _known_entry(settings.lake_folder, file)
    return known.lines if known is not None and _is_current(known, file, settings) else ()


def file_lines(settings: Settings) -> list[FileLine]:
    """All manifest lines of the lake, sorted by delivery day and file name.

    Raises:
        LakeDamagedError: a line cannot be read; the message names the file and the remedy.
    """
    entries = [read_entry(path) for path in (settings.lake_folder / "files").glob("*/*.json")]
    lines = [line for entry in entries for line in entry.lines]
    return sorted(lines, key=lambda line: (line.delivered_on, line.file_name))


def _sweep(lake: Path) -> None:
    """Remove what an interrupted call left."""
    for left_over in lake.glob(f"*/*/*{UNFINISHED}"):
        left_over.unlink()


def _known_entry(lake: Path, file: LandingFile) -> ManifestEntry | None:
    path = entry_path(lake, file.delivered_on, file.file_name)
    if not path.is_file():
        return None
    try:
        return read_entry(path)
    except LakeDamagedError:
        return None  # reading the file again repairs it


def _is_current(known: ManifestEntry, file: LandingFile, settings: Settings) -> bool:
    """Whether the file is as it was when it was read, by this reader, and its rows are there."""
    if file.path.is_symlink():
        return known.state == NO_STATE and _is_usable(known, settings)
    return known.state == _state_or_none(file.path) and _is_usable(known, settings)


def _state_or_none(path: Path) -> FileState | None:
    try:
        return state_of(path)
    except FileNotFoundError:
        return None


def _is_usable(known: ManifestEntry, settings: Settings) -> bool:
    return all(
        line.reader_version == _version_of(line, line.source_system, settings)
        and (line.parquet is None or (settings.lake_folder / line.parquet).is_file())
        for line in known.lines
    )


def _is_same(known: ManifestEntry, sha256: str, settings: Settings) -> bool:
    """Whether all of this content was read already; only the file's times have changed."""
    is_read = all(x.status == "accepted" and x.sha256 == sha256 for x in known.lines)
    return is_read and _is_usable(known, settings)


def _version_of(read: FileLine | FileOutcome, source_system: str, settings: Settings) -> str:
    """The reader of a file, with what is declared of its source (``source_mappings.yml``).

    A refused workbook is tried again under another size limit.
    """
    version = reader_version()
    mapping = load_mappings(settings.reference_folder).get(source_system)
    if mapping is not None:
        version = f"{version}-{mapping.version}"
    if read.status == "refused" and read.format in WORKBOOK_FORMATS:
        return f"{version}-{settings.workbook_max_mb}MB-{settings.memory_limit}"
    return version


def _ingest_file(
    file: LandingFile, known: ManifestEntry | None, settings: Settings
) -> tuple[FileLine, ...]:
    """Read one file and commit its lines; only its state when its content is known already."""
    lake = settings.lake_folder
    path = entry_path(lake, file.delivered_on, file.file_name)
    state, sha256, obstacle = _identify(file.path)
    if known is not None and obstacle is None and _is_same(known, sha256, settings):
        write_entry(path, ManifestEntry(state, known.lines))
        return ()

    def target_of(file_name: str, kind: str) -> Path:
        name = f"{key_of(file_name)}-{sha256[:8]}.parquet"
        return lake / kind / file.delivered_on.isoformat() / name

    if obstacle is None:
        outcomes = read_landing_file(file.path, file.file_name, target_of, settings, state)
    else:
        outcomes = [FileOutcome(file.file_name, "refused", obstacle)]
    lines = tuple(_line(outcome, file, sha256, target_of, settings) for outcome in outcomes)
    write_entry(path, ManifestEntry(state, lines))
    _remove_replaced(known, lines, lake)
    return lines


def _identify(path: Path) -> tuple[FileState, str, str | None]:
    """State and digest of a landing file, or why it cannot be opened (Vietnamese).

    A file that cannot be opened must not stop the rest of the day.
    """
    if path.is_symlink():
        return NO_STATE, "", None  # reading refuses it without looking at what it points to
    try:
        if not path.is_file():
            return NO_STATE, "", _what_it_is(path)
        return state_of(path), sha256_of(path), None
    except PermissionError:
        return NO_STATE, "", "Không có quyền đọc tệp. Cấp quyền đọc cho tài khoản chạy cds."
    except FileNotFoundError:
        return NO_STATE, "", _GONE
    except OSError as error:
        said = f"Ổ đĩa không đọc được tệp ({error.strerror}). Chép lại tệp rồi chạy lại."
        return NO_STATE, "", said


def _what_it_is(path: Path) -> str:
    """Why what stands in the place of a file is none."""
    if path.is_dir():
        return "Không mở được thư mục này. Cấp quyền đọc cho tài khoản chạy cds."
    if path.exists():
        return "Không phải tệp dữ liệu (ống dẫn hoặc thiết bị). Xóa khỏi vùng tiếp nhận."
    return _GONE


def _line(
    outcome: FileOutcome,
    file: LandingFile,
    sha256: str,
    target_of: Callable[[str, str], Path],
    settings: Settings,
) -> FileLine:
    target = target_of(outcome.file_name, outcome.kind).relative_to(settings.lake_folder)
    parquet = target.as_posix() if outcome.status == "accepted" else None
    return FileLine(
        file_name=outcome.file_name,
        sha256=sha256,
        delivered_on=file.delivered_on,
        source_system=file.source_system,
        kind=outcome.kind,
        format=outcome.format,
        encoding=outcome.encoding,
        rows_read=outcome.rows_read,
        rows_valid=outcome.rows_valid,
        rows_quarantined=outcome.rows_quarantined,
        status=outcome.status,
        message=outcome.message,
        unknown_headings=outcome.unknown_headings,
        loaded_at=datetime.now(ZoneInfo(TIME_ZONE)).isoformat(timespec="seconds"),
        reader_version=_version_of(outcome, file.source_system, settings),
        parquet=parquet,
        is_updating=outcome.is_updating,
        declarations_used=outcome.declarations_used,
    )


def _remove_replaced(known: ManifestEntry | None, lines: tuple[FileLine, ...], lake: Path) -> None:
    """Parquet files of earlier content, once nothing names them any more."""
    kept = {line.parquet for line in lines}
    for line in known.lines if known is not None else ():
        if line.parquet is not None and line.parquet not in kept:
            (lake / line.parquet).unlink(missing_ok=True)
