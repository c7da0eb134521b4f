"""``cds demo``: a whole run on synthetic dossiers, and never over real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from small_landing import deliver
from typer.testing import CliRunner

from cds_pipeline.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path


def test_a_home_with_real_files_is_refused_and_untouched(tmp_path: Path) -> None:
    real = deliver(tmp_path, "2023-08-25", ["D-1,1.000001,T01.A.1,01/08/2023,,4,có"])
    ended = CliRunner().invoke(app, ["demo", "--into", str(tmp_path)])
    assert ended.exit_code == 2
    assert str(real) in ended.stderr
    assert "--into" in ended.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [real]


@pytest.mark.slow
def test_a_small_demonstration_shows_the_story(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    arguments = ["demo", "--into", str(home), "--dossiers", "2000", "--json"]
    ended = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
    assert ended.exit_code == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["verdict"] == "published"
    rates = {row["indicator_id"]: row["value_pct"] for row in told["province"]}
    # Below 20,000 dossiers the article's rates are the nearest achievable.
    assert rates["digitization_rate"] == pytest.approx(85.40, abs=0.5)
    assert rates["e_result_rate"] == pytest.approx(62.75, abs=0.5)
    assert told["districts"][0]["unit_name"] == "Huyện Hiệp Hòa"
    assert len(told["districts"]) == 10
    assert (home / "published" / "cds.duckdb").is_file()
    assert "cds ui" in ended.stderr
    # The figures as a person sees them.
    shown = CliRunner().invoke(app, ["demo", "--into", str(home), "--dossiers", "2000"])
    assert "dữ liệu tổng hợp" in shown.stdout
    assert "85,4" in shown.stdout
