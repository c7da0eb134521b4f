"""The Dagster instance of a home: its settings file and its event log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
import yaml

from cds_pipeline.orchestration.event_storage import SteadySqliteEventLogStorage
from cds_pipeline.orchestration.instance import open_instance
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.dagster_home import write_dagster_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_settings_are_written_once_and_say_what_they_must(tmp_path: Path) -> None:
    folder = write_dagster_settings(Settings(home=tmp_path))
    said = yaml.safe_load((folder / "dagster.yaml").read_text(encoding="utf-8"))
    assert said["telemetry"] == {"enabled": False}
    assert said["nux"] == {"enabled": False}
    assert said["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert said["concurrency"]["pools"] == {"default_limit": 1, "granularity": "op"}
    written = (folder / "dagster.yaml").stat().st_mtime_ns
    write_dagster_settings(Settings(home=tmp_path))
    assert (folder / "dagster.yaml").stat().st_mtime_ns == written


def test_an_old_version_is_replaced_and_the_operators_own_is_kept(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    target = write_dagster_settings(settings) / "dagster.yaml"
    wanted = target.read_text(encoding="utf-8")
    first_line = wanted.splitlines()[0]
    target.write_text(f"{first_line}\ntelemetry: {{enabled: true}}\n", encoding="utf-8")
    write_dagster_settings(settings)
    assert target.read_text(encoding="utf-8") == wanted
    target.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    write_dagster_settings(settings)
    assert target.read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"


def test_the_steady_event_log_is_used_and_dagsters_own_class_reads_it(tmp_path: Path) -> None:
    @dg.asset
    def something() -> None:
        return None

    settings = Settings(home=tmp_path)
    with open_instance(settings) as instance:
        storage = instance.event_log_storage
        outcome = dg.materialize([something], instance=instance)
        assert isinstance(storage, SteadySqliteEventLogStorage)
        # Were Dagster to rename what it overrides, it would be slow again without a sound.
        assert {outcome.run_id, "index"} <= storage.open_files
    assert not storage.open_files
    folder = str(settings.dagster_folder)
    with dg.DagsterInstance.from_config(folder) as plain:
        stored = [entry.dagster_event_type for entry in plain.all_logs(outcome.run_id)]
        assert [e.event_type for e in outcome.all_events if e.event_type not in stored] == []
        assert plain.get_latest_materialization_event(something.key) is not None
