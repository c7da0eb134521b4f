"""What Dagster loads: valid, and exactly the graph the SQL files describe."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import dagster as dg
import pytest
import yaml

from cds_pipeline import paths
from cds_pipeline.definitions import defs
from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.orchestration.names import GROUPS

SNAPSHOT = Path(__file__).with_name("asset_graph.json")


@pytest.fixture(scope="module")
def graph():
    return defs.resolve_asset_graph()


def as_snapshot(graph) -> dict[str, dict[str, object]]:
    return {
        key.to_user_string(): {
            "group": graph.get(key).group_name,
            "kinds": sorted(graph.get(key).kinds),
            "reads": sorted(parent.to_user_string() for parent in graph.get(key).parent_keys),
        }
        for key in sorted(graph.get_all_asset_keys())
    }


def test_definitions_can_be_loaded() -> None:
    dg.Definitions.validate_loadable(defs)


def test_asset_graph_is_the_one_reviewed(graph) -> None:
    # After a change that is meant: python -m tests.orchestration.test_definitions
    assert as_snapshot(graph) == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_sql_model_is_an_asset_reading_what_its_sql_reads(graph) -> None:
    for model in load_catalog().models:
        node = graph.get(dg.AssetKey(model.name.split(".")))
        assert {".".join(key.path) for key in node.parent_keys} == model.dependencies
        assert model.header.title_vi in node.description


def test_five_groups(graph) -> None:
    assert {graph.get(key).group_name for key in graph.get_all_asset_keys()} == set(GROUPS)


def test_nothing_is_published_before_every_other_table_stands(graph) -> None:
    published = dg.AssetKey(["published", "warehouse"])
    above, waiting = set(), [published]
    while waiting:
        parents = graph.get(waiting.pop()).parent_keys - above
        above |= parents
        waiting.extend(parents)
    bulletin = dg.AssetKey(["reports", "bulletin"])
    unread = {
        key
        for key in graph.get_all_asset_keys() - above - {published, bulletin}
        if key.path[0] != "reference"
    }
    assert not unread


def test_deliveries_are_daily_partitions_read_in_one_run(graph) -> None:
    lake = graph.get(dg.AssetKey(["lake", "dossier"]))
    assert isinstance(lake.partitions_def, dg.DailyPartitionsDefinition)
    assert lake.partitions_def.timezone == "Asia/Ho_Chi_Minh"
    assert lake.backfill_policy == dg.BackfillPolicy.single_run()


def test_the_schedule_reads_everything_at_six_in_ha_noi() -> None:
    schedule = defs.resolve_schedule_def("moi_sang")
    assert (schedule.cron_schedule, schedule.execution_timezone) == (
        "0 6 * * *",
        "Asia/Ho_Chi_Minh",
    )
    moment = dt.datetime(2023, 8, 25, 6, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    context = dg.build_schedule_context(
        scheduled_execution_time=moment, repository_def=defs.get_repository_def()
    )
    request = schedule.evaluate_tick(context).run_requests[0]
    assert request.partition_key == "2023-08-25"
    assert request.run_config["ops"]["lake__dossier"]["config"] == {"everything": True}


def test_workspace_and_dg_name_one_location() -> None:
    root = paths.project_root()
    workspace = yaml.safe_load((root / "workspace.yaml").read_text(encoding="utf-8"))
    module = workspace["load_from"][0]["python_module"]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    told = project["tool"]["dg"]["project"]
    assert module["location_name"] == told["code_location_name"]
    assert module["module_name"] == told["code_location_target_module"]


@pytest.mark.parametrize("shape", ["package", "module", "namespace"])
def test_a_foreign_assets_package_is_refused(tmp_path: Path, shape: str) -> None:
    if shape == "module":
        (tmp_path / "assets.py").write_text("", encoding="utf-8")
    else:
        (tmp_path / "assets").mkdir()
    if shape == "package":
        (tmp_path / "assets" / "__init__.py").write_text("", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import cds_pipeline.definitions"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    if shape == "namespace":
        # A folder without __init__.py never wins over a real package.
        assert ended.returncode == 0, ended.stderr
    else:
        assert ended.returncode == 1
        assert "ForeignAssetsError" in ended.stderr
        assert str(tmp_path) in ended.stderr


if __name__ == "__main__":
    text = json.dumps(as_snapshot(defs.resolve_asset_graph()), indent=2, ensure_ascii=False)
    SNAPSHOT.write_text(text + "\n", encoding="utf-8")
