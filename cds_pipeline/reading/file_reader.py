"""One landing file becomes one Parquet file, or a refusal.

Belongs here: the order of steps for any format. Does not belong here: a format (one module each),
archives (``archive``), other files, the lake's manifest.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cds_pipeline.reading.canonical import Origin, to_lake
from cds_pipeline.reading.detect import (
    OTHER_KINDS,
    WORKBOOK_FORMATS,
    check_content,
    format_of,
    kind_of,
)
from cds_pipeline.reading.faults import without_content
from cds_pipeline.reading.flat import careful_batches, open_flat
from cds_pipeline.reading.flat_fast import NotCleanError, fast_batches, may_be_clean
from cds_pipeline.reading.headings import NOTHING_DECLARED, describe_unknown
from cds_pipeline.reading.lake_file import LakeFileWriter
from cds_pipeline.reading.outcome import FileOutcome
from cds_pipeline.reading.parquet import open_parquet
from cds_pipeline.reading.portal import open_portal
from cds_pipeline.reading.refusal import FileRefusedError, HeadingsMissingError
from cds_pipeline.reading.sync_message import open_messages
from cds_pipeline.reading.table_file import TextRows
from cds_pipeline.reading.translation import Translation, translation_of
from cds_pipeline.reading.workbook import open_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from cds_pipeline.reading.source import Source
    from cds_pipeline.settings import Settings


#: How files of a kind that a folder names are opened (CONTRACT.md 1.3).
OPENERS: dict[str, Callable[[Source, str, Origin, Settings], TextRows]] = {"portal": open_portal}


def landing_name(path: Path, landing: Path) -> str:
    """A file as it is named everywhere: relative to the landing zone, posix, NFC.

    Bytes of a name that are no UTF-8 are written as escapes.
    """
    name = path.relative_to(landing).as_posix()
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text)


def origin_of(file_name: str) -> Origin:
    """Source system and delivery day a file's name says.

    Args:
        file_name: ``2023-08-25/onestop/x.csv`` (source ``onestop``) or ``2023-08-25/x.csv``
            (``default``), as :func:`landing_name` gives it.

    Raises:
        ValueError: the first folder is no date.
    """
    path = PurePosixPath(file_name.partition("!")[0])
    delivered_on = date.fromisoformat(path.parts[0])
    source_system = path.parent.name if len(path.parts) > 2 else "default"
    return Origin(source_system, delivered_on, file_name)


def read_source(
    source: Source, file_name: str, target_of: Callable[[str], Path], settings: Settings
) -> FileOutcome:
    """Read one file or archive member to ``target``.

    Args:
        source: the bytes; its name says the format.
        file_name: name in the manifest and in ``source_file``.
        target_of: the Parquet file to write, by the kind of the rows; does not exist afterwards
            when the file is refused.
        settings: limits.

    Returns:
        What came of it; a file that cannot be read is refused, never raised.

    Raises:
        OSError: the disk is full or the file cannot be opened.
        ReaderFaultError: a fault of ours; the message quotes nothing of the file.
    """
    kind = kind_of(PurePosixPath(file_name.partition("!")[0]))
    promised: str | None = None
    translation: Translation | None = None
    try:
        promised = format_of(source.name)
        check_content(source, promised)
        origin = origin_of(file_name)
        opener = OPENERS.get(kind)
        if opener is None:
            _refuse_other_kind(kind)
            translation = translation_of(settings, origin.source_system, promised)
        with without_content(file_name):
            if opener is not None:
                rows = opener(source, promised, origin, settings)
            else:
                rows = _open(source, promised, settings, translation)
            if translation is not None:
                translation.apply_to(rows)
            writer = _write(rows, origin, target_of(rows.kind))
    except FileRefusedError as refusal:
        # A table without the declared headings says that they match nothing.
        used = () if isinstance(refusal, HeadingsMissingError) and translation else None
        return FileOutcome(
            file_name, "refused", str(refusal), kind=kind, format=promised, declarations_used=used
        )
    notes = [*rows.notes, describe_unknown(rows.unknown_headings)]
    return FileOutcome(
        file_name,
        "accepted",
        " ".join(note for note in notes if note) or None,
        kind=rows.kind,
        format=promised,
        encoding=rows.encoding,
        rows_read=writer.rows,
        rows_quarantined=writer.quarantined,
        unknown_headings=rows.unknown_headings,
        is_updating=rows.is_updating,
        declarations_used=None if translation is None else tuple(sorted(translation.used)),
    )


def _refuse_other_kind(kind: str) -> None:
    if kind in OTHER_KINDS:
        raise FileRefusedError(
            f"Thư mục {kind}: dữ liệu {OTHER_KINDS[kind]} chưa được phiên bản này đọc."
        )


def _open(
    source: Source, promised: str, settings: Settings, translation: Translation | None
) -> TextRows:
    declared = NOTHING_DECLARED if translation is None else translation.headings
    if promised == "zip":
        raise FileRefusedError(
            "Tệp nén nằm trong tệp nén không được đọc. Giải nén một lớp rồi gửi."
        )
    if promised in WORKBOOK_FORMATS:
        memory = settings.memory_bytes // 2
        return open_workbook(source, promised, settings.workbook_max_mb, memory, declared)
    if promised in ("json", "ndjson"):
        return open_messages(source, translation)
    if promised == "parquet":
        return open_parquet(source, settings.memory_bytes // 16, declared)
    table = open_flat(source, declared)
    readings = [lambda: careful_batches(table)]
    if may_be_clean(table):
        readings.insert(0, lambda: fast_batches(table))
    headings = table.headings
    return TextRows(table.encoding_label, readings, headings.unknown, declared=headings.declared)


def _write(rows: TextRows, origin: Origin, target: Path) -> LakeFileWriter:
    """All rows by the first way of reading that takes them."""
    *quick, last = rows.readings
    for reading in quick:
        try:
            with LakeFileWriter(target, rows.kind) as writer:
                for batch in reading():
                    writer.write(_typed(batch, rows.kind, origin))
        except NotCleanError:
            continue
        return writer
    with LakeFileWriter(target, rows.kind) as writer:
        for batch in last():
            writer.write(_typed(batch, rows.kind, origin))
    return writer


def _typed(batch: pl.DataFrame, kind: str, origin: Origin) -> pl.DataFrame:
    return to_lake(batch, origin) if kind == "dossier" else batch
