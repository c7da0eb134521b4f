"""Retention removes what is read and past its time, nothing else, and says so."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from command_line import run_command
from small_landing import FIRST, deliver

from cds_pipeline.cli import purge as purge_command
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.lake import file_lines, ingest
from cds_pipeline.warehouse.purge import log_file, past_their_time, remove

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2023, 9, 30)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    deliver(tmp_path, "2023-08-18", FIRST)
    deliver(tmp_path, "2023-08-18", ["x"], "motcua/dở dang.csv.part")
    deliver(tmp_path, "2023-09-25", FIRST)
    found = Settings(home=tmp_path, _env_file=None)
    ingest(found)
    return found


def names(settings: Settings, days: int = 30, *, with_refused: bool = False) -> dict[str, str]:
    found = past_their_time(settings, days, TODAY, with_refused=with_refused)
    return {candidate.file.file_name: candidate.verdict for candidate in found}


def landed(settings: Settings) -> set[str]:
    folder = settings.landing_folder
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_past_their_time_that_are_read_may_go(settings: Settings) -> None:
    assert names(settings) == {
        "2023-08-18/a.csv": "remove",
        "2023-08-18/motcua/dở dang.csv.part": "refused",
    }
    assert set(names(settings, with_refused=True).values()) == {"remove"}


def test_the_last_day_of_retention_is_kept(settings: Settings) -> None:
    assert "2023-09-25/a.csv" not in names(settings, days=5)
    assert "2023-09-25/a.csv" in names(settings, days=4)


def test_what_is_not_loaded_is_never_removed(settings: Settings) -> None:
    listed = past_their_time(settings, 0, TODAY)
    deliver(settings.home, "2023-08-18", FIRST, "late.csv")
    deliver(settings.home, "2023-08-18", FIRST[:2])
    assert names(settings) == {
        "2023-08-18/a.csv": "unread",
        "2023-08-18/late.csv": "unread",
        "2023-08-18/motcua/dở dang.csv.part": "refused",
    }
    remove(settings, listed)  # listed before the delivery changed
    assert landed(settings) == {
        "2023-08-18/a.csv",
        "2023-08-18/late.csv",
        "2023-08-18/motcua/dở dang.csv.part",
    }


def test_a_file_whose_rows_are_gone_from_the_lake_stays(settings: Settings) -> None:
    line = next(line for line in file_lines(settings) if line.file_name == "2023-08-18/a.csv")
    parquet = settings.lake_folder / str(line.parquet)
    parquet.write_bytes(b"PAR1 cut")
    assert names(settings)["2023-08-18/a.csv"] == "incomplete"
    parquet.unlink()
    assert names(settings)["2023-08-18/a.csv"] == "unread"


def test_removal_is_logged_and_the_lake_keeps_the_rows(settings: Settings) -> None:
    before = file_lines(settings)
    chosen = past_their_time(settings, 30, TODAY)
    assert [c.file.file_name for c in remove(settings, chosen)] == ["2023-08-18/a.csv"]
    assert landed(settings) == {"2023-08-18/motcua/dở dang.csv.part", "2023-09-25/a.csv"}
    (entry,) = map(json.loads, log_file(settings).read_text(encoding="utf-8").splitlines())
    assert (entry["file_name"], entry["rows"], len(entry["sha256"])) == ("2023-08-18/a.csv", 4, 64)
    assert set(entry) == {"removed_at", "file_name", "delivered_on", "size", "rows", "sha256"}
    assert ingest(settings).files_read == 0
    assert file_lines(settings) == before


def test_the_command_lists_by_default_and_removes_when_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_command(purge_command, settings, "purge").exit_code == 2
    listed = run_command(purge_command, settings, "purge", "--days", "30")
    assert "Sẽ xóa" in listed.stderr
    assert "2023-08-18/a.csv" in listed.stdout
    assert "bị từ chối" in listed.stderr
    assert "2023-08-18/a.csv" in landed(settings)
    monkeypatch.setenv("CDS_RETENTION_DAYS", "30")
    done = json.loads(run_command(purge_command, settings, "purge", "--apply", "--json").stdout)
    assert done["applied"]
    assert "2023-08-18/a.csv" in done["removed"]
    assert "2023-08-18/a.csv" not in landed(settings)
