"""Writing the synthetic landing zone and, beside it, what the warehouse must make of it.

Belongs here: files on disk, their marks as synthetic, and the truth about them. Does not belong
here: drawing dossiers (``dossiers``, ``history``) and file shapes (``flat_files``, ``workbooks``,
``messages``).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cds_pipeline.demo import calibration, truth
from cds_pipeline.demo.catalogue import FIRST_DELIVERY, Catalogue, load_catalogue
from cds_pipeline.demo.dossiers import draw_dossiers
from cds_pipeline.demo.exporters import EXPORTERS, Exporter
from cds_pipeline.demo.flat_files import export_columns, flat_bytes
from cds_pipeline.demo.history import add_unreceived, deliver
from cds_pipeline.demo.messages import message_bytes
from cds_pipeline.demo.spelling import delivered_values, spell
from cds_pipeline.demo.workbooks import workbook_bytes
from cds_pipeline.warehouse.lake_manifest import read_entry

if TYPE_CHECKING:
    from cds_pipeline.demo.truth import DemoSummary
    from cds_pipeline.settings import Settings

MARK = "mo-phong"
DEFAULT_DOSSIERS, DEFAULT_SEED = 50_000, 20_230_825
_QUIET_DAY, _BAD_DAY = date(2023, 6, 5), date(2023, 6, 6)
# Exporters of which one whole file is sent again the next delivery day.
_SENT_AGAIN = ("yen-dung", "hiep-hoa", "viet-yen")


def write_landing(
    settings_or_home: Settings | Path,
    dossiers: int = DEFAULT_DOSSIERS,
    seed: int = DEFAULT_SEED,
) -> DemoSummary:
    """Write a synthetic 2023 landing zone for Bắc Giang and the truth about it.

    Synthetic files of an earlier call are removed first, from the landing zone and the lake.

    Args:
        settings_or_home: settings, or the folder that is ``CDS_HOME``.
        dossiers: received dossiers wanted; see :func:`calibration.total_dossiers`.
        seed: the same seed and number give the same bytes.

    Returns:
        What was written and the rates it must give; the truth is under ``<home>/demo``.
    """
    home, landing, lake = _folders(settings_or_home)
    _forget_earlier(landing, lake)
    catalogue = load_catalogue()
    rng = np.random.default_rng(seed)
    total = calibration.total_dossiers(dossiers)
    drawn = add_unreceived(draw_dossiers(catalogue, total, rng), rng)
    known, rows = deliver(drawn, catalogue, rng)
    delivered = delivered_values(known, rows)
    files: list[pl.DataFrame] = []
    for place, export in enumerate(EXPORTERS):
        mine = delivered.filter(pl.col("exporter") == place)
        files += _write_exporter(landing, mine, export, catalogue)
    lines = pl.concat(files)
    lines = pl.concat([lines, *_send_again(landing, lines)])
    special = _write_special_files(landing)
    return truth.write_truth(home, landing, delivered, lines, special, seed=seed)


def unmarked_files(landing: Path) -> list[Path]:
    """Files of a landing zone whose name does not mark them as synthetic.

    Returns:
        Their paths, sorted; empty for a missing or purely synthetic landing zone.
    """
    if not landing.is_dir():
        return []
    return sorted(
        path for path in landing.rglob("*") if not path.is_dir() and MARK not in path.name
    )


def is_synthetic(landing: Path) -> bool:
    """Whether every file of a landing zone is marked as synthetic; true for an empty one."""
    return not unmarked_files(landing)


def _folders(settings_or_home: Settings | Path) -> tuple[Path, Path, Path]:
    if isinstance(settings_or_home, Path):
        home = settings_or_home
        return home, home / "landing", home / "lake"
    settings = settings_or_home
    return settings.home, settings.landing_folder, settings.lake_folder


def _forget_earlier(landing: Path, lake: Path) -> None:
    """Remove synthetic files of an earlier demo, so that two seeds never mix."""
    for path in sorted(landing.rglob(f"*{MARK}*")) if landing.is_dir() else ():
        if path.is_file():
            path.unlink()
    for manifest in sorted(lake.glob("files/*/*.json")):
        lines = read_entry(manifest).lines
        if MARK in lines[0].file_name.rpartition("/")[2]:
            # The entry first: it is what makes the rows count.
            manifest.unlink()
            for line in lines:
                if line.parquet:
                    (lake / line.parquet).unlink(missing_ok=True)


def _write_exporter(
    landing: Path, values: pl.DataFrame, export: Exporter, catalogue: Catalogue
) -> list[pl.DataFrame]:
    """Write an exporter's files; one frame a file with the fate of each row."""
    if values.is_empty():
        return []
    if export.layout == "report":
        values = values.sort("day", "unit_code", maintain_order=True)
    cells = spell(values, export, catalogue.names)
    lines = []
    for part in cells.partition_by("day", maintain_order=True):
        day = date(1970, 1, 1) + timedelta(days=int(part["day"][0]))
        name = f"{day}/{export.file_name(f'{day}')}"
        path = landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_file_bytes(part, export, day))
        fate = part.select("place", "day", "rules", "is_repeat").with_columns(
            file_name=pl.lit(name),
            data_row=pl.int_range(1, pl.len() + 1),
            exporter=pl.lit(export.name),
        )
        lines.append(fate)
    return lines


def _file_bytes(cells: pl.DataFrame, export: Exporter, day: date) -> bytes:
    if export.is_message:
        return message_bytes(cells, export, is_first=day == FIRST_DELIVERY)
    if export.format == "workbook":
        return workbook_bytes(cells, export, f"{day:%d/%m/%Y}")
    return flat_bytes(cells, export)


def _send_again(landing: Path, lines: pl.DataFrame) -> list[pl.DataFrame]:
    """Deliver a whole file once more with the exporter's next delivery."""
    copies = []
    for name in _SENT_AGAIN:
        mine = lines.filter(pl.col("exporter") == name)
        days = mine["day"].unique().sort()
        sound = mine.group_by("file_name", "day").agg(pl.col("rules").str.len_bytes().sum())
        sound = sound.filter(
            (pl.col("rules") == 0) & pl.col("day").is_between(days[0] + 1, days[-1] - 1)
        )
        if sound.is_empty():
            continue
        original, day = sound.sort("day").select("file_name", "day").row(0)
        later = int(days.filter(days > day)[0])
        delivered = date(1970, 1, 1) + timedelta(days=later)
        stem, dot, extension = original.partition("/")[2].rpartition(".")
        again = f"{delivered}/{stem}-gui-lai{dot}{extension}"
        (landing / again).write_bytes((landing / original).read_bytes())
        copies.append(
            mine.filter(pl.col("file_name") == original).with_columns(
                file_name=pl.lit(again), day=pl.lit(later, pl.Int64), is_repeat=pl.lit(value=True)
            )
        )
    return copies


def _write_special_files(landing: Path) -> dict[str, str]:
    """Files without rows and files that must be refused: name to expected status."""
    flat = next(export for export in EXPORTERS if export.name == "viet-yen")
    headings = export_columns(flat)
    incomplete = [heading for name, heading in headings.items() if name != "status"]
    files = {
        f"{_QUIET_DAY}/sync/{MARK}-khong-phat-sinh.json": (
            b'{"service": "DongBoHoSoMC", "isUpdating": "True", "data": []}', "accepted",
        ),
        f"{_QUIET_DAY}/onestop/{MARK}-khong-phat-sinh.csv": (
            ",".join(headings.values()).replace("Phí, lệ phí", "Lệ phí").encode(), "accepted",
        ),
        f"{_BAD_DAY}/onestop/{MARK}-thieu-cot.csv": (
            (";".join(incomplete) + "\n" + ";" * (len(incomplete) - 1) + "\n").encode(), "refused",
        ),
        f"{_BAD_DAY}/onestop/{MARK}-dang-ghi.csv.part": (b"M\xc3\xa3 h", "refused"),
        f"{_BAD_DAY}/sync/{MARK}-cut-giua-chung.json": (b'{"service": "DongBo', "refused"),
    }  # fmt: skip
    for name, (content, _) in files.items():
        path = landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return {name: status for name, (_, status) in files.items()}
