"""The synthetic landing zone: every shape, marked, repeatable, with a truth that adds up."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
import yaml

from cds_pipeline import paths
from cds_pipeline.demo import DemoSummary, is_synthetic, unmarked_files, write_landing

if TYPE_CHECKING:
    from pathlib import Path

DOSSIERS, SEED = 500, 7


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def summary(home: Path) -> DemoSummary:
    return write_landing(home, DOSSIERS, SEED)


@pytest.fixture(scope="module")
def first_day(summary: DemoSummary) -> dict[str, bytes]:
    """Content of the backlog's files by the exporter in their names."""
    folder = summary.landing / summary.first_delivery
    found = {}
    for path in folder.rglob("*.*"):
        name = path.name.removeprefix("mo-phong-").partition(f"-{summary.first_delivery}")[0]
        found[name] = path.read_bytes()
    return found


def truth(summary: DemoSummary, name: str) -> pl.DataFrame:
    return pl.read_parquet(summary.truth / f"{name}.parquet")


def test_everything_is_marked_synthetic(summary: DemoSummary) -> None:
    files = [path for path in summary.landing.rglob("*") if path.is_file()]
    assert len(files) == summary.files
    assert is_synthetic(summary.landing)


def test_an_unmarked_file_is_found(tmp_path: Path) -> None:
    assert is_synthetic(tmp_path / "nowhere")
    real = tmp_path / "2023-08-25" / "hoso.csv"
    real.parent.mkdir()
    real.write_text("x")
    assert unmarked_files(tmp_path) == [real]
    assert not is_synthetic(tmp_path)


def test_the_same_seed_gives_the_same_bytes(summary: DemoSummary, tmp_path: Path) -> None:
    again = write_landing(tmp_path, DOSSIERS, SEED)

    def content(landing: Path) -> dict[str, bytes]:
        return {
            path.relative_to(landing).as_posix(): path.read_bytes()
            for path in landing.rglob("*.*")
            if path.is_file()
        }

    assert content(again.landing) == content(summary.landing)


def test_another_seed_replaces_the_files_of_the_first(tmp_path: Path) -> None:
    write_landing(tmp_path, 600, 1)
    other = write_landing(tmp_path, 200, 2)
    files = {path.relative_to(other.landing).as_posix() for path in other.landing.rglob("*.*")}
    assert files == set(truth(other, "truth_files")["file_name"])


def test_messages_come_in_all_three_shapes(first_day: dict[str, bytes]) -> None:
    envelope = json.loads(first_day["dong-bo-thanh-pho"])
    assert envelope["service"] == "DongBoHoSoMC"
    assert envelope["isUpdating"] == "False"
    lines = first_day["dong-bo-so-nganh"].splitlines()
    assert len(lines) > 1
    assert json.loads(lines[0])["MaHoSo"].startswith("H02.S")
    assert isinstance(json.loads(first_day["yen-dung"]), list)


def test_applicants_are_fictitious(first_day: dict[str, bytes]) -> None:
    for dossier in json.loads(first_day["dong-bo-thanh-pho"])["data"]:
        assert dossier["ChuHoSo"].endswith("@mô phỏng")
        assert dossier["SoDienThoai"] == "0000000000"


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "newline", "date"),
    [
        ("tan-yen", "utf-8-sig", ",", "\r\n", r"\d\d/\d\d/2023 \d\d:\d\d"),
        ("viet-yen", "utf-8", ";", "\n", r"2023-\d\d-\d\d \d\d:\d\d:\d\d"),
        ("yen-the", "utf-16", "\t", "\r\n", r"\d\d/\d\d/2023 \d\d:\d\d"),
        ("luc-ngan", "cp1258", "|", "\r\n", r"\d\d/\d\d/2023 \d\d:\d\d"),
        ("son-dong", "utf-8", ",", "\r", r"\d\d/\d\d/2023 \d\d:\d\d:\d\d"),
        ("so-nganh-khac", "utf-8", ",", "\n", r",2023\d{10},"),
    ],
)
def test_flat_files_come_in_every_dialect(
    first_day: dict[str, bytes], name: str, encoding: str, delimiter: str, newline: str, date: str
) -> None:
    text = first_day[name].decode(encoding)
    heading, _, rest = text.partition(newline)
    assert heading.count(delimiter) > 12
    assert "\n" not in heading
    assert re.search(date, rest)


def test_windows_1258_keeps_every_letter(first_day: dict[str, bytes]) -> None:
    assert b"?" not in first_day["luc-ngan"]


def test_a_report_has_titles_merged_headings_sections_and_totals(
    summary: DemoSummary,
) -> None:
    path = next(summary.landing.rglob("mo-phong-hiep-hoa-*.xlsx"))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    texts = [cell for row in sheet.iter_rows(max_col=2, values_only=True) for cell in row if cell]
    assert "MÔ PHỎNG" in str(texts[0])
    assert "Huyện Hiệp Hòa" in texts
    assert "Tổng cộng" in texts
    assert any(area.min_row < area.max_row for area in sheet.merged_cells.ranges)


def test_a_plain_workbook_has_real_date_cells(summary: DemoSummary) -> None:
    path = next(summary.landing.rglob("mo-phong-luc-nam-*.xlsx"))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert any(cell.is_date for row in sheet.iter_rows(min_row=2) for cell in row)


def test_every_rule_of_the_quarantine_is_broken_somewhere(summary: DemoSummary) -> None:
    rules = yaml.safe_load((paths.sql_folder() / "rules.yml").read_text(encoding="utf-8"))["rules"]
    dossiers = {rule: header for rule, header in rules.items() if "of" not in header}
    errors = {rule for rule, header in dossiers.items() if header["severity"] == "error"}
    # Rows that are no records at all are tested where messages are read.
    broken = set(truth(summary, "truth_quarantine")["rule_id"])
    assert broken == errors - {"record_unreadable"}


def test_some_broken_dossiers_come_corrected(summary: DemoSummary) -> None:
    quarantine = truth(summary, "truth_quarantine")
    loaded = truth(summary, "truth")["dossier_code"]
    resolved = quarantine.filter("is_resolved")
    lost = quarantine.filter(~pl.col("is_resolved") & pl.col("dossier_code").is_not_null())
    assert resolved.height > 5
    assert resolved["dossier_code"].is_in(loaded.implode()).all()
    assert not lost["dossier_code"].is_in(loaded.implode()).any()


def test_rows_of_every_file_are_accounted_for(summary: DemoSummary) -> None:
    files = truth(summary, "truth_files")
    parts = files.select(pl.sum_horizontal("rows_loaded", "rows_quarantined", "rows_repeated"))
    assert (parts.to_series() == files["rows_read"]).all()
    assert summary.rows_repeated > 0
    versions = truth(summary, "truth")["versions"].sum()
    assert files["rows_loaded"].sum() == versions
    assert files.filter(pl.col("status") == "refused").height == 3


def test_the_truth_has_late_and_corrected_dossiers(summary: DemoSummary) -> None:
    dossiers = truth(summary, "truth")
    assert dossiers["dossier_code"].is_unique().all()
    assert dossiers["versions"].max() >= 3
    assert dossiers.filter(pl.col("received_at").is_null())["status"].is_in([1, 3, 7]).all()


def test_rates_of_the_truth_add_up(summary: DemoSummary) -> None:
    rates = truth(summary, "truth_rates").filter(pl.col("indicator_id") == "digitization_rate")
    whole = rates.filter(pl.col("unit_code") == "H02").row(0, named=True)
    parts = rates.filter(pl.col("unit_code").str.count_matches(r"\.") == 1)
    assert parts["numerator"].sum() == whole["numerator"] == 427
    assert parts["denominator"].sum() == whole["denominator"] == DOSSIERS
    assert summary.province["digitization_rate"] == (427, DOSSIERS)


def test_all_of_the_truth_is_before_the_last_delivery(summary: DemoSummary) -> None:
    dossiers = truth(summary, "truth")
    latest = dossiers.select(pl.max_horizontal(pl.col(pl.Datetime).exclude("due_at")).max()).item()
    assert f"{latest:%Y-%m-%d}" <= summary.last_delivery
