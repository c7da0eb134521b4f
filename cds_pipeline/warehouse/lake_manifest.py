"""The manifest line of a landing file: what was read of it, stored beside the lake's Parquet files.

Belongs here: the line, its JSON file, reading and replacing it. Does not belong here: deciding what
to read (``lake``).

One JSON file per landing file, ``lake/files/<delivered_on>/<key>.json``, written last and replaced
atomically: it is the commit point. A Parquet file that no line names does not count.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cds_pipeline.reading.lake_file import UNFINISHED
from cds_pipeline.reading.source import FileState

if TYPE_CHECKING:
    from pathlib import Path


class LakeDamagedError(RuntimeError):
    """A manifest line in the lake cannot be read; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One landing file, or one member of a ZIP archive, as it was read.

    Attributes:
        file_name: path relative to the landing zone, posix, NFC; a member as ``a.zip!member``.
        sha256: of the landing file (of the archive for a member).
        kind: the lake's table its rows are in: ``dossier``, ``portal``, ``petition``,
            ``investment``.
        rows_read: data rows, good or bad; a refused file has none.
        rows_valid: rows that break no rule of severity error judged while reading.
        rows_quarantined: the others.
        status: ``accepted`` or ``refused``.
        message: Vietnamese, ``None`` when there is nothing to say.
        loaded_at: local time, ISO 8601.
        reader_version: what the reader was; another reader reads the file again.
        parquet: path relative to the lake folder; ``None`` for a refused file.
        is_updating: ``isUpdating`` of a synchronisation message; recorded, without effect.
        declarations_used: entries of ``source_mappings.yml`` that matched something; ``None`` when
            the file says nothing about them.
    """

    file_name: str
    sha256: str
    delivered_on: date
    source_system: str
    kind: str
    format: str | None
    encoding: str | None
    rows_read: int
    rows_valid: int
    rows_quarantined: int
    status: str
    message: str | None
    unknown_headings: tuple[str, ...]
    loaded_at: str
    reader_version: str
    parquet: str | None
    is_updating: bool | None = None
    declarations_used: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """All lines of one landing file and the state of the file they were read from.

    Attributes:
        lines: one line, or one per member of a ZIP archive that could be opened.
    """

    state: FileState
    lines: tuple[FileLine, ...]


def key_of(file_name: str) -> str:
    """The name of a file's manifest entry and the beginning of its Parquet file's name."""
    return hashlib.sha256(file_name.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def entry_path(lake: Path, delivered_on: date, file_name: str) -> Path:
    """Where the manifest entry of a landing file is."""
    return lake / "files" / delivered_on.isoformat() / f"{key_of(file_name)}.json"


def write_entry(path: Path, entry: ManifestEntry) -> None:
    """Replace a manifest entry atomically."""
    first, *others = entry.lines
    content = {**_plain(first), **dataclasses.asdict(entry.state)}
    if others or "!" in first.file_name:
        content["members"] = [_plain(line) for line in entry.lines]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        with part.open("w", encoding="utf-8") as stream:
            json.dump(content, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_entry(path: Path) -> ManifestEntry:
    """A manifest entry.

    Raises:
        LakeDamagedError: the file is no manifest entry.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        state = FileState(content["size"], content["mtime_ns"], content["ctime_ns"])
        lines = tuple(_line(part) for part in content.get("members", [content]))
    except (ValueError, KeyError, TypeError) as error:
        raise LakeDamagedError(
            f"Tệp kê khai {path} trong hồ dữ liệu bị hỏng. Xóa tệp đó rồi chạy lại "
            "`cds run --all` để đọc lại từ vùng tiếp nhận."
        ) from error
    return ManifestEntry(state, lines)


def _plain(line: FileLine) -> dict[str, Any]:
    return {**dataclasses.asdict(line), "delivered_on": line.delivered_on.isoformat()}


def _line(content: dict[str, Any]) -> FileLine:
    names = [field.name for field in dataclasses.fields(FileLine)]
    content = {"declarations_used": None, **content}  # lines of an older version lack it
    values = {name: content[name] for name in names}
    values["delivered_on"] = date.fromisoformat(values["delivered_on"])
    values["unknown_headings"] = tuple(values["unknown_headings"])
    if values["declarations_used"] is not None:
        values["declarations_used"] = tuple(values["declarations_used"])
    return FileLine(**values)
