"""Retention: landing files older than the operator keeps them are removed, with a log.

Belongs here: which files may go, removing them, the log. Does not belong here: options and what is
printed (``cli.purge``), reading (``lake``).

Landing files are the only place with personal data. A file may go when every row of it is in the
lake: read in its present state by the present reader, accepted, its Parquet file whole. The lake
keeps what was read, so a later run gives the same warehouse.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from cds_pipeline.settings import TIME_ZONE
from cds_pipeline.warehouse.lake import discover, lines_of_present_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from cds_pipeline.settings import Settings
    from cds_pipeline.warehouse.lake import FileLine, LandingFile

Verdict = Literal["remove", "unread", "refused", "incomplete"]
#: Why a file past its time is kept, in words.
KEPT_BECAUSE: dict[Verdict, str] = {
    "unread": "chưa được đọc trong trạng thái hiện nay",
    "refused": "bị từ chối nên chưa có dòng nào trong kho (thêm --refused để xóa)",
    "incomplete": "bản đã đọc trong hồ dữ liệu không còn nguyên",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A landing file past its time.

    Attributes:
        file: the file.
        size: bytes.
        verdict: ``remove``, or why it stays (:data:`KEPT_BECAUSE`).
        rows: data rows the lake holds of it.
        sha256: of its content, empty where it was never read.
    """

    file: LandingFile
    size: int
    verdict: Verdict
    rows: int = 0
    sha256: str = ""


def past_their_time(
    settings: Settings, days: int, today: date, *, with_refused: bool = False
) -> list[Candidate]:
    """Landing files delivered more than ``days`` days before ``today``, and what may be done.

    Args:
        settings: whose landing zone and lake.
        days: how long files are kept after their delivery day.
        today: the day it is.
        with_refused: files that were refused, whole or in part, may go too.
    """
    last = today - timedelta(days=days + 1)
    return [
        _judged(settings, file, with_refused=with_refused)
        for file in discover(settings.landing_folder, None, last)
    ]


def remove(
    settings: Settings, candidates: Iterable[Candidate], *, with_refused: bool = False
) -> list[Candidate]:
    """Remove the files that may go; each is logged before it goes. Call it under the writer's lock.

    Every file is judged again: a delivery may have changed since it was listed.

    Returns:
        What was removed.

    Raises:
        OSError: the log cannot be written, or a file cannot be removed.
    """
    gone = []
    for candidate in candidates:
        now = _judged(settings, candidate.file, with_refused=with_refused)
        if now.verdict != "remove":
            continue
        _log(settings, candidate)
        candidate.file.path.unlink()
        gone.append(candidate)
    _remove_empty_folders(settings.landing_folder, gone)
    return gone


def log_file(settings: Settings) -> Path:
    """The log: one JSON object a removed file, never rewritten."""
    return settings.home / "logs" / "purge.ndjson"


def _judged(settings: Settings, file: LandingFile, *, with_refused: bool) -> Candidate:
    lines = lines_of_present_state(settings, file)
    size = file.path.lstat().st_size
    if not lines:
        return Candidate(file, size, "unread")
    rows, sha256 = sum(line.rows_read for line in lines), lines[0].sha256
    verdict: Verdict = "remove"
    if not with_refused and any(line.status != "accepted" for line in lines):
        verdict = "refused"
    elif not _is_whole(settings, lines):
        verdict = "incomplete"
    return Candidate(file, size, verdict, rows, sha256)


def _is_whole(settings: Settings, lines: Sequence[FileLine]) -> bool:
    """Whether the lake's Parquet files hold as many rows as were read."""
    for line in lines:
        if line.parquet is None:
            continue
        try:
            rows = pq.read_metadata(settings.lake_folder / line.parquet).num_rows
        except (OSError, pa.ArrowException):
            return False
        if rows != line.rows_read:
            return False
    return True


def _log(settings: Settings, candidate: Candidate) -> None:
    """One line, on disk before the file goes: name, size, digest and rows, no content."""
    path = log_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = {
        "removed_at": datetime.now(ZoneInfo(TIME_ZONE)).isoformat(timespec="seconds"),
        "file_name": candidate.file.file_name,
        "delivered_on": candidate.file.delivered_on.isoformat(),
        **{k: v for k, v in asdict(candidate).items() if k in ("size", "rows", "sha256")},
    }
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _remove_empty_folders(landing: Path, gone: Sequence[Candidate]) -> None:
    """Folders that the removal left empty, up to the delivery day."""
    for candidate in gone:
        for folder in candidate.file.path.parents:
            if folder == landing or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
