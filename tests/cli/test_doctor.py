"""``cds doctor``: what it looks at, and that it says how to mend what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from small_world import write_reference
from typer.testing import CliRunner

from cds_pipeline.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings


def doctor(home: Path, **more: str):
    ended = CliRunner().invoke(app, ["doctor", "--json"], env={"CDS_HOME": str(home), **more})
    return (
        ended.exit_code,
        {(f["what"], f["level"]): f for f in json.loads(ended.stdout)["findings"]},
        ended,
    )


def test_a_new_home_is_healthy_and_told_what_to_do(tmp_path: Path) -> None:
    code, findings, _ = doctor(tmp_path / "home")
    assert code == 0
    assert "cds run" in findings["Kho đã công bố", "note"]["remedy"]
    assert "CDS_LANDING" in findings["Vùng tiếp nhận", "note"]["remedy"]
    assert not (tmp_path / "home").exists()


def test_a_published_home_says_its_day_and_size(world: Settings) -> None:
    _, findings, _ = doctor(world.home)
    published = next(f for (what, _), f in findings.items() if what == "Kho đã công bố")
    assert "ngày tính" in published["says"]
    assert "hồ sơ" in published["says"]


def test_unusable_reference_data_is_a_problem(tmp_path: Path) -> None:
    reference = write_reference(tmp_path / "reference", units="unit_code,unit_name\nA,B\n")
    code, findings, _ = doctor(tmp_path / "home", CDS_REFERENCE=str(reference))
    assert code == 2
    assert "units.csv" in findings["Danh mục", "problem"]["says"]


def test_a_home_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    # A path below a file can never be a folder, whoever asks.
    code, findings, _ = doctor(tmp_path / "file" / "home")
    assert code == 2
    assert "CDS_HOME" in findings["Thư mục trạng thái", "problem"]["remedy"]


def test_a_damaged_warehouse_is_a_problem(tmp_path: Path) -> None:
    published = tmp_path / "published"
    published.mkdir()
    (published / "cds.duckdb").write_bytes(b"not a database")
    code, findings, _ = doctor(tmp_path)
    assert code == 2
    assert "cds run --rebuild" in findings["Kho đã công bố", "problem"]["remedy"]


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_secrets_are_hidden(tmp_path: Path, form: list[str]) -> None:
    environment = {"CDS_HOME": str(tmp_path), "CDS_OWNER_KEY": "tuyệt-mật", "COLUMNS": "200"}
    ended = CliRunner().invoke(app, ["doctor", *form], env=environment)
    assert "CDS_OWNER_KEY" in ended.stdout
    assert "tuyệt-mật" not in ended.stdout + ended.stderr
