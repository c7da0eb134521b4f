"""``cds doctor``: checks the installation and says how to mend what is wrong.

Belongs here: the list of findings and how they are shown. Does not belong here: mending anything.
"""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cds_pipeline.cli.console import ExitCode, out, print_json, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cds_pipeline.settings import Settings

Level = Literal["ok", "note", "problem"]

_PACKAGES = (
    "cds-pipeline", "dagster", "dagster-webserver", "duckdb", "duckdb-sqlalchemy",
    "great-expectations", "pandera", "polars", "pyarrow",
)  # fmt: skip
_FREE_GB_NEEDED = 2.0
_STALE_DAYS = 2
_MARKS = {"ok": "[green]✓[/green]", "note": "[yellow]![/yellow]", "problem": "[red]✗[/red]"}


JsonOption = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON ra stdout.")]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, how it stands, in words, and what to do about it."""

    what: str
    level: Level
    says: str
    remedy: str = ""


def register(app: typer.Typer) -> None:
    """Adds ``cds doctor``."""
    app.command("doctor", help="Kiểm tra cài đặt và nói cách sửa.")(doctor)


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả dạng JSON ra stdout.")
    ] = False,
) -> None:
    """Lists settings and findings; ends with 2 when something must be mended before a run."""
    settings = read_settings()
    shown = list(_settings_shown(settings))
    findings = [*_versions(), *_folders(settings), *_reference(settings), *_published(settings)]
    healthy = all(finding.level != "problem" for finding in findings)
    if as_json:
        print_json(
            {
                "healthy": healthy,
                "settings": {name: value for name, value, _ in shown},
                "findings": [vars(finding) for finding in findings],
            }
        )
    else:
        _print(shown, findings)
    raise typer.Exit(ExitCode.OK if healthy else ExitCode.USAGE)


def _print(shown: list[tuple[str, str, str]], findings: list[Finding]) -> None:
    from rich.table import Table

    table = Table("Biến", "Giá trị", "Ý nghĩa", title="Cài đặt", title_justify="left")
    for row in shown:
        table.add_row(*row)
    out().print(table)
    for finding in findings:
        out().print(f"{_MARKS[finding.level]} {finding.what}: {finding.says}", soft_wrap=True)
        if finding.remedy:
            out().print(f"   → {finding.remedy}", soft_wrap=True)


def _settings_shown(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for name, field in type(settings).model_fields.items():
        # A secret prints as stars by its own type.
        value = getattr(settings, name)
        yield f"CDS_{name.upper()}", "–" if value is None else str(value), field.description or ""


def _versions() -> Iterator[Finding]:
    found = f"Python {platform.python_version()} ({sys.executable})"
    yield Finding("Phiên bản", "ok", found)
    missing = []
    listed = []
    for package in _PACKAGES:
        try:
            listed.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    yield Finding("Thư viện", "ok", ", ".join(listed))
    if missing:
        remedy = "Cài lại: bash deploy/setup.sh"
        yield Finding("Thư viện thiếu", "problem", ", ".join(missing), remedy)


def _folders(settings: Settings) -> Iterator[Finding]:
    import shutil

    for what, folder in (
        ("Thư mục trạng thái", settings.home),
        ("Thư mục công bố", settings.published_folder),
    ):
        reason = _not_writable(folder)
        if reason:
            remedy = f"Cấp quyền ghi cho {folder}, hoặc đặt CDS_HOME, CDS_WAREHOUSE sang nơi khác."
            yield Finding(what, "problem", reason, remedy)
        else:
            yield Finding(what, "ok", f"ghi được vào {folder}")
    if settings.landing_folder.is_dir():
        days = sum(1 for entry in settings.landing_folder.iterdir() if entry.is_dir())
        yield Finding("Vùng tiếp nhận", "ok", f"{settings.landing_folder}, {days} thư mục ngày")
    else:
        remedy = "Tạo thư mục này và đặt tệp vào YYYY-MM-DD/, hoặc đặt CDS_LANDING; thử: cds demo"
        yield Finding("Vùng tiếp nhận", "note", f"chưa có {settings.landing_folder}", remedy)
    free = shutil.disk_usage(_nearest_existing(settings.home)).free / 1e9
    enough = free >= _FREE_GB_NEEDED
    remedy = "" if enough else "Dọn đĩa, hoặc đặt CDS_HOME sang đĩa khác."
    yield Finding("Đĩa trống", "ok" if enough else "problem", f"{free:.1f} GB", remedy)


def _reference(settings: Settings) -> Iterator[Finding]:
    from cds_pipeline.reference.errors import ReferenceDataError
    from cds_pipeline.reference.load import load_reference

    try:
        reference = load_reference(settings)
    except ReferenceDataError as error:
        yield Finding("Danh mục", "problem", str(error), "Sửa tệp đã nêu rồi chạy lại cds doctor.")
        return
    counts = ", ".join(f"{name} {table.num_rows}" for name, table in reference.tables.items())
    yield Finding("Danh mục", "ok", f"{settings.reference_folder}: {counts}")
    for note in reference.notes:
        yield Finding("Danh mục", "note", note)


def _published(settings: Settings) -> Iterator[Finding]:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from cds_pipeline.settings import TIME_ZONE
    from cds_pipeline.warehouse.published import (
        NotPublishedError,
        QueryError,
        open_published,
        read_manifest,
    )

    what = "Kho đã công bố"
    try:
        with open_published(settings) as published:
            count = published.query("select count(*) from marts.fact_dossier").column(0)[0].as_py()
    except NotPublishedError:
        yield Finding(what, "note", "chưa có", "Chạy cds run (hoặc cds demo).")
        return
    except QueryError as error:
        yield Finding(what, "problem", str(error), "Dựng lại: cds run --rebuild")
        return
    manifest = read_manifest(settings)
    if manifest is None:
        yield Finding(what, "problem", "thiếu manifest.json", "Dựng lại: cds run --rebuild")
        return
    published_at = datetime.fromisoformat(str(manifest["published_at"]))
    age = (datetime.now(ZoneInfo(TIME_ZONE)) - published_at).days
    says = f"{count} hồ sơ, ngày tính {manifest['as_of']}, công bố {published_at:%d/%m/%Y %H:%M}"
    if age > _STALE_DAYS:
        remedy = "Xem lịch chạy: cds ui, mục Automation; hoặc chạy cds run."
        yield Finding(what, "note", f"{says}, đã {age} ngày", remedy)
    else:
        yield Finding(what, "ok", says)


def _not_writable(folder: Path) -> str:
    """Why a file cannot be written into the folder (or where it would be made); empty if it can."""
    import tempfile

    file = next((place for place in (folder, *folder.parents) if place.is_file()), None)
    if file is not None:
        return f"{file} là một tệp, không phải thư mục"
    place = _nearest_existing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return f"không ghi được vào {place}: {error.strerror}"


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())
