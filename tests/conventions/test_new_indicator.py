"""A new indicator is one new file: everything else follows without an edit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_world import write_reference

ROOT = Path(__file__).resolve().parents[2]
HEADING = "Mã hồ sơ,Mã TTHC,Mã đơn vị,Ngày tiếp nhận,Trạng thái,Kênh tiếp nhận\n"
ROWS = (
    "D-1,1.000001,T01.A.1,20/08/2023 08:00:00,4,bưu chính công ích\n"
    "D-2,1.000001,T01.A.1,20/08/2023 08:00:00,4,trực tiếp\n"
    "D-3,1.000001,T01.B.1,20/08/2023 08:00:00,4,trực tiếp\n"
)
NEW_TARGET = "indicator_id,unit_level,unit_code,period_type,period_start,target_pct,decided_by,valid_from\npostal_rate,,,,,40,Quyết định thử,2023-01-01\n"
LOOK = """
import json
from cds_pipeline.definitions import defs
from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.settings import load_settings
from cds_pipeline.warehouse.dictionary import dictionary
from cds_pipeline.warehouse.published import open_published

graph = defs.resolve_asset_graph()
key = next(k for k in graph.get_all_asset_keys() if k.to_user_string() == "indicators/postal_rate")
found = {
    "description": graph.get(key).description,
    "checks": sorted(k.name for k in graph.asset_check_keys if k.asset_key == key),
    "dictionary": "Tỷ lệ hồ sơ qua bưu chính" in dictionary(load_catalog()),
}
with open_published(load_settings()) as warehouse:
    rows = lambda sql: [list(r.values()) for r in warehouse.query(sql).to_pylist()]
    where = "indicator_id = 'postal_rate' and period_type = 'ytd' and as_of_date = '2023-08-25'"
    found["fact"] = rows(f"select numerator, denominator from marts.fact_indicator where {where} and unit_level = 'province'")
    found["rank"] = rows(f"select unit_code, rank from marts.rank_unit where {where} and peer_group = 'district' order by rank")
    found["gap"] = rows(f"select gap_dossiers, status from marts.target_gap where {where} and unit_level = 'province'")
    found["dimension"] = rows("select name_vi from marts.dim_indicator where indicator_id = 'postal_rate'")
    found["view"] = rows("select numerator, rank from indicators.postal_rate where unit_code = 'T01.A' and period_type = 'ytd' and as_of_date = '2023-08-25'")
    found["comment"] = rows("select comment from duckdb_views() where view_name = 'postal_rate'")
    found["failed"] = rows("select check_id from quality.check_result where table_name = 'indicators.postal_rate' and verdict <> 'passed'")
    found["checked"] = rows("select check_id from quality.check_result where table_name = 'indicators.postal_rate' order by 1")
print(json.dumps(found, ensure_ascii=False))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with one more indicator file."""
    copy = tmp_path / "project"
    for name in ("cds_pipeline", "assets", "sql", "warehouse/reference", "deploy"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "workspace.yaml"):
        shutil.copy(ROOT / name, copy / name)
    indicators = copy / "sql" / "indicators"
    text = (indicators / "online_submission_rate.sql").read_text(encoding="utf-8")
    for old, new in {
        "indicator_id: online_submission_rate": "indicator_id: postal_rate",
        "name_vi: Tỷ lệ hồ sơ nộp trực tuyến": "name_vi: Tỷ lệ hồ sơ qua bưu chính",
        "d.channel = 2": "d.channel = 3",
    }.items():
        assert old in text
        text = text.replace(old, new)
    (indicators / "postal_rate.sql").write_text(text, encoding="utf-8")
    return copy


def run(project: Path, *arguments: str) -> str:
    environment = os.environ | {
        "PYTHONPATH": str(project),
        "CDS_HOME": str(project / "home"),
        "CDS_REFERENCE": str(project / "reference"),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_one_file_brings_asset_checks_facts_ranking_gap_and_dictionary(project: Path) -> None:
    write_reference(project / "reference", targets=NEW_TARGET)
    delivery = project / "home" / "landing" / "2023-08-25"
    delivery.mkdir(parents=True)
    (delivery / "a.csv").write_text(HEADING + ROWS, encoding="utf-8")
    started = json.loads(
        run(project, "-c", "from cds_pipeline.cli.main import main; main()", "run", "--json")
    )
    assert started["checks_failed"] == []
    found = json.loads(run(project, "-c", LOOK))
    assert found["description"].startswith("Tỷ lệ hồ sơ qua bưu chính")
    assert found["checks"] == ["great_expectations"]
    assert found["dictionary"]
    assert found["dimension"] == [["Tỷ lệ hồ sơ qua bưu chính"]]
    assert found["fact"] == [[1, 3]]
    assert found["rank"] == [["T01.A", 1], ["T01.B", 2]]
    assert found["gap"] == [[1, "short"]]
    assert found["view"] == [[1, 1]]
    assert found["comment"][0][0].startswith("Tỷ lệ hồ sơ qua bưu chính")
    assert found["checked"] == [
        ["postal_rate_counts_are_sound"], ["postal_rate_covers_the_run_day"],
    ]  # fmt: skip
    assert found["failed"] == []
