"""Publishes a checked build: one atomic replacement, Parquet copies, a manifest.

Belongs here: how the published folder changes. Does not belong here: deciding whether it may
(``quality``), what the tables mean (``sql``).

Readers that have the old file open keep it: the new one takes its name, never its contents. Parquet
copies live in a folder per run and ``parquet`` is a symbolic link replaced in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cds_pipeline import __version__
from cds_pipeline.engines.duckdb import connect, literal
from cds_pipeline.settings import TIME_ZONE, Settings
from cds_pipeline.warehouse.build import (
    PUBLISHED_SCHEMAS,
    STORAGE_VERSION,
    WORKING_SCHEMAS,
    BuildSession,
)
from cds_pipeline.warehouse.comments import write_comments

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTRACT_VERSION = "1.0"
_READ_ONLY = 0o444
_TABLES_QUERY = """
select schema_name || '.' || table_name as name
from duckdb_tables()
where database_name = 'cds' and not internal
order by name
"""


@dataclass(frozen=True)
class PublishResult:
    """What was published: the warehouse file, its rows per table, its manifest."""

    warehouse: Path
    rows: Mapping[str, int]
    manifest: Path


def publish(
    session: BuildSession, run_id: str, as_of: date, fingerprint: str | None = None
) -> PublishResult:
    """Replaces the published warehouse with the build; closes the session's files.

    Args:
        session: a build whose blocking checks passed.
        run_id: identifies the run in the manifest and in the folder of Parquet copies.
        as_of: the day the figures are computed for.
        fingerprint: what the figures are a function of; lets a later run see that nothing changed.

    Returns:
        What readers now see.

    Raises:
        OSError: the published folder cannot be written; the old warehouse stays.
        UndescribedColumnError: a column has no description.
    """
    write_comments(session)
    settings = session.settings
    folder = settings.published_folder
    copies = folder / "runs" / run_id
    rows = _export_parquet(session, copies)
    files = {
        str(path.relative_to(copies)): _sha256(path) for path in sorted(copies.rglob("*.parquet"))
    }
    session.connection.execute("checkpoint cds")
    session.close()
    next_file = folder / f".cds.{run_id}.duckdb"
    _copy_without_working_tables(session.warehouse_file, next_file, settings)
    next_file.chmod(_READ_ONLY)
    _sync(next_file)
    manifest: dict[str, object] = {
        "contract_version": CONTRACT_VERSION,
        "pipeline_version": __version__,
        "run_id": run_id,
        "as_of": as_of.isoformat(),
        "published_at": datetime.now(ZoneInfo(TIME_ZONE)).isoformat(timespec="seconds"),
        "fingerprint": fingerprint,
        "warehouse": {"file": settings.published_warehouse.name, "sha256": _sha256(next_file)},
        "rows": rows,
        "parquet": files,
    }
    next_link = folder / f".parquet.{run_id}"
    next_link.unlink(missing_ok=True)
    next_link.symlink_to(Path("runs") / run_id, target_is_directory=True)
    next_file.replace(settings.published_warehouse)
    next_link.replace(folder / "parquet")
    _write_manifest(folder / "manifest.json", manifest)
    _forget_other_runs(folder, run_id)
    return PublishResult(settings.published_warehouse, rows, folder / "manifest.json")


def _export_parquet(session: BuildSession, target: Path) -> dict[str, int]:
    shutil.rmtree(target, ignore_errors=True)
    rows = {}
    for name in session.query(_TABLES_QUERY).column("name").to_pylist():
        schema, table = name.split(".")
        if schema not in PUBLISHED_SCHEMAS:
            continue
        folder = target / table
        folder.mkdir(parents=True)
        path = folder / f"{table}.parquet"
        session.connection.execute(
            f"copy {name} to {literal(path)} (format parquet, compression zstd)"
        )
        path.chmod(_READ_ONLY)
        rows[name] = session.row_count(name)
    return rows


def _write_manifest(path: Path, manifest: dict[str, object]) -> None:
    draft = path.with_name(".manifest.json.tmp")
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.chmod(_READ_ONLY)
    _sync(draft)
    draft.replace(path)


def _forget_other_runs(folder: Path, run_id: str) -> None:
    for old in (folder / "runs").iterdir():
        if old.name != run_id:
            shutil.rmtree(old)
    for draft in [*folder.glob(".cds.*.duckdb"), *folder.glob(".parquet.*")]:
        draft.unlink()


def _copy_without_working_tables(build: Path, target: Path, settings: Settings) -> None:
    shutil.copyfile(build, target)
    connection = connect(settings)
    try:
        connection.execute(f"attach {literal(target)} as cds (storage_version '{STORAGE_VERSION}')")
        for schema in WORKING_SCHEMAS:
            connection.execute(f"drop schema cds.{schema} cascade")
        connection.execute("checkpoint cds")
    finally:
        connection.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
