"""``cds run``: what it prints, what it publishes, how it ends."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_landing import deliver, small_home
from typer.testing import CliRunner, Result

from cds_pipeline.cli.main import app
from cds_pipeline.orchestration import gate
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.lock import writer_lock
from cds_pipeline.warehouse.published import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cds_pipeline.quality.outcome import CheckOutcome


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return small_home(tmp_path)


@pytest.fixture
def home(environment: dict[str, str]) -> Path:
    return Path(environment["CDS_HOME"])


@pytest.fixture
def cds(environment: dict[str, str]) -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(app, arguments, env=environment)


def digest(home: Path) -> str:
    return hashlib.sha256((home / "published" / "cds.duckdb").read_bytes()).hexdigest()


def test_a_run_publishes_and_accounts_for_every_row(cds, home: Path) -> None:
    ended = cds("run", "--json")
    assert ended.exit_code == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["verdict"] == "published"
    assert told["as_of"] == "2023-08-25"
    assert told["deliveries"] == ["2023-08-18", "2023-08-25"]
    assert (told["files_accepted"], told["files_refused"]) == (2, 1)
    counts = [told[f"rows_{what}"] for what in ("read", "loaded", "quarantined", "repeated")]
    assert counts == [6, 5, 1, 0]
    assert told["checks"] > 100
    assert told["checks_failed"] == []
    assert Path(told["warehouse"]).is_file()
    assert [Path(path).suffix for path in told["reports"]] == [".html", ".xlsx"]
    assert any("b.csv.part" in warning for warning in told["warnings"])
    # Progress and warnings are on standard error only, Dagster's log is on neither.
    assert "Dựng bảng" in ended.stderr
    assert "b.csv.part" in ended.stderr
    assert "STEP_START" not in ended.stderr


def test_nothing_new_publishes_nothing_and_ends_well(cds, home: Path) -> None:
    first = json.loads(cds("run", "--json").stdout)
    published = (home / "published" / "cds.duckdb").stat().st_mtime_ns
    again = cds("run", "--json")
    told = json.loads(again.stdout)
    assert again.exit_code == 0
    assert (told["verdict"], told["published"]) == ("unchanged", False)
    assert told["run_id"] == first["run_id"]
    assert told["rows_loaded"] == first["rows_loaded"]
    assert (home / "published" / "cds.duckdb").stat().st_mtime_ns == published


@pytest.mark.parametrize("change", ["delivery", "reference", "day", "asked"])
def test_any_change_publishes_again(cds, home: Path, environment, change: str) -> None:
    cds("run")
    before = digest(home)
    more: list[str] = []
    if change == "delivery":
        deliver(home, "2023-08-28", ["D-9,1.000001,T01.A.1,26/08/2023,30/08/2023,4,có"])
    elif change == "reference":
        targets = Path(environment["CDS_REFERENCE"]) / "targets.csv"
        targets.write_text(targets.read_text().replace(",100,", ",90,"))
    elif change == "day":
        more = ["--as-of", "2023-08-20"]
    else:
        more = ["--rebuild"]
    ended = cds("run", "--json", *more)
    assert json.loads(ended.stdout)["verdict"] == "published"
    if change != "asked":
        assert digest(home) != before


def test_one_day_reads_only_that_day(cds) -> None:
    told = json.loads(cds("run", "--json", "--date", "2023-08-18").stdout)
    assert told["deliveries"] == ["2023-08-18"]
    assert told["as_of"] == "2023-08-18"
    told = json.loads(cds("run", "--json", "--from", "2023-08-19").stdout)
    assert told["deliveries"] == ["2023-08-25"]
    assert told["as_of"] == "2023-08-25"


@pytest.mark.parametrize(
    "asked",
    [["--date", "2031-01-01"], ["--from", "2023-08-26"], ["--as-of", "2020-01-01"]],
    ids=" ".join,
)
def test_no_such_delivery(cds, asked: list[str]) -> None:
    ended = cds("run", "--json", *asked)
    assert ended.exit_code == 4
    assert "Lần giao mới nhất là 25/08/2023" in ended.stderr
    assert ended.stdout == ""


def test_an_empty_landing_zone_is_no_delivery(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["run"], env={"CDS_HOME": str(tmp_path)})
    assert ended.exit_code == 4
    assert str(tmp_path / "landing") in ended.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["--date", "2023-08-25", "--all"],
        ["--from", "2023-08-25", "--to", "2023-08-18"],
        ["--date", "hôm qua"],
        ["--nothing"],
    ],
    ids=" ".join,
)
def test_wrong_usage(cds, wrong: list[str]) -> None:
    assert cds("run", *wrong).exit_code == 2


def test_a_setting_of_the_wrong_type_is_named(environment) -> None:
    ended = CliRunner().invoke(app, ["run"], env=environment | {"CDS_THREADS": "nhiều"})
    assert ended.exit_code == 2
    assert "CDS_THREADS" in ended.stderr


def test_unusable_reference_data_is_named_and_nothing_published(cds, home, environment) -> None:
    units = Path(environment["CDS_REFERENCE"]) / "units.csv"
    units.write_text(units.read_text().replace("T01.A.1,90101", "T01.A.2,90101"))
    ended = cds("run")
    assert ended.exit_code == 2
    assert "units.csv" in ended.stderr
    assert read_manifest(Settings(home=home)) is None


def failing(outcomes: list[CheckOutcome], severity: str) -> list[CheckOutcome]:
    rows = ({"dossier_code": "D-1", "rows_found": 2},)
    changed = replace(
        outcomes[0], verdict="failed", severity=severity, failing_count=1, sample=rows
    )
    return [changed, *outcomes[1:]]


def test_a_blocking_check_stops_publishing(cds, home: Path, monkeypatch) -> None:
    cds("run", "--date", "2023-08-18")
    before = digest(home)
    real = gate.run_audits
    monkeypatch.setattr(gate, "run_audits", lambda *given: failing(real(*given), "error"))
    ended = cds("run", "--json")
    assert ended.exit_code == 3
    told = json.loads(ended.stdout)
    assert (told["verdict"], told["published"]) == ("gate_failed", False)
    assert [check["failing_count"] for check in told["checks_failed"]] == [1]
    assert told["checks_failed"][0]["check_id"] in ended.stderr
    assert digest(home) == before
    monkeypatch.undo()
    assert cds("run").exit_code == 0
    assert digest(home) != before


def test_a_failed_warning_is_told_and_published(cds, home: Path, monkeypatch) -> None:
    real = gate.run_audits
    monkeypatch.setattr(gate, "run_audits", lambda *given: failing(real(*given), "warning"))
    ended = cds("run", "--json")
    assert ended.exit_code == 0
    assert len(json.loads(ended.stdout)["checks_failed"]) == 1
    assert "Cảnh báo" in ended.stderr


def test_a_failure_says_where_the_details_are(cds, home: Path) -> None:
    (home / "published").write_text("a file where the folder should be")
    ended = cds("run", "--json")
    assert ended.exit_code == 1
    told = json.loads(ended.stdout)
    assert told["verdict"] == "failed"
    assert "published__warehouse" in told["message"]
    assert "Stack Trace" in Path(told["log"]).read_text()
    assert "Stack Trace" not in ended.stderr


def test_a_second_writer_is_refused(cds, home: Path) -> None:
    with writer_lock(Settings(home=home)):
        ended = cds("run")
    assert ended.exit_code == 1
    assert str(os.getpid()) in ended.stderr


def test_two_runs_at_once_leave_one_whole_warehouse(environment, home: Path) -> None:
    command = [sys.executable, "-c", "from cds_pipeline.cli.main import main; main()", "run"]
    both = [
        subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[1] for process in both]
    codes = sorted(process.returncode for process in both)
    # Both succeed only when one had ended before the other began.
    assert codes in ([0, 1], [0, 0]), said
    assert all("leaked" not in text for text in said)
    manifest = read_manifest(Settings(home=home))
    assert manifest is not None
    assert manifest["warehouse"]["sha256"] == digest(home)
