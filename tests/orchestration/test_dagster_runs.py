"""Runs as the Dagster UI and the schedule start them, on a small home."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import dagster as dg
import pytest
from small_landing import deliver, small_home

from cds_pipeline.definitions import defs
from cds_pipeline.orchestration import gate, resource
from cds_pipeline.orchestration.instance import PROCESS_TAG, open_instance, settle_killed_runs
from cds_pipeline.orchestration.names import DAILY_JOB, WRITER_POOL
from cds_pipeline.settings import Settings, load_settings
from cds_pipeline.warehouse.lock import writer_lock

if TYPE_CHECKING:
    from pathlib import Path

LAKE = dg.AssetKey(["lake", "dossier"])
RANK = dg.AssetKey(["marts", "rank_unit"])
WAREHOUSE = dg.AssetKey(["published", "warehouse"])
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in small_home(tmp_path).items():
        monkeypatch.setenv(name, value)
    return load_settings()


@pytest.fixture
def instance(settings: Settings):
    with open_instance(settings) as opened:
        yield opened


def run(instance: dg.DagsterInstance, *assets: dg.AssetKey, **more):
    return defs.resolve_job_def(DAILY_JOB).execute_in_process(
        instance=instance,
        asset_selection=list(assets) or None,
        raise_on_error=False,
        run_config=QUIET,
        **more,
    )


def published(settings: Settings) -> str:
    return hashlib.sha256(settings.published_warehouse.read_bytes()).hexdigest()


def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = gate.run_audits

    def bad(*given):
        first, *rest = real(*given)
        rows = ({"dossier_code": "D-1", "rows_found": 2},)
        return [
            replace(first, verdict="failed", severity="error", failing_count=1, sample=rows),
            *rest,
        ]

    monkeypatch.setattr(gate, "run_audits", bad)


def materialised(outcome) -> set[dg.AssetKey]:
    return {event.asset_key for event in outcome.all_events if event.is_step_materialization}


def test_a_whole_run_then_single_tables_on_what_it_left(settings, instance, monkeypatch) -> None:
    whole = run(instance)
    assert whole.success
    assert {RANK, WAREHOUSE, LAKE} <= materialised(whole)
    assert instance.get_materialized_partitions(LAKE) == {"2023-08-18", "2023-08-25"}
    shown = instance.get_latest_materialization_event(RANK).asset_materialization.metadata
    ranking = shown["Bảng xếp hạng số hóa hồ sơ, lũy kế từ đầu năm"].value
    assert "|1|Thị xã Bình|1|1|100,00|" in ranking
    assert shown["dagster/row_count"].value > 0
    types = {c.name: (c.type, c.description) for c in shown["dagster/column_schema"].schema.columns}
    assert types["unit_name"] == ("VARCHAR", "Tên đơn vị")

    # Nothing new: inputs are skipped, and with them everything that would only repeat itself.
    before = published(settings)
    again = run(instance)
    assert again.success
    assert RANK not in materialised(again)
    assert published(settings) == before

    # One table, on the build of the last whole run; readers see nothing of it.
    one = run(instance, RANK)
    assert one.success
    assert materialised(one) == {RANK}
    assert {e.asset_key for e in one.get_asset_check_evaluations()} == {RANK}
    assert published(settings) == before

    # Publishing alone judges first.
    failing(monkeypatch)
    alone = run(instance, WAREHOUSE)
    assert not alone.success
    assert published(settings) == before


def test_a_closed_gate_shows_the_rows_and_stops_before_publishing(
    settings, instance, monkeypatch
) -> None:
    failing(monkeypatch)
    outcome = run(instance)
    assert not outcome.success
    assert not settings.published_warehouse.exists()
    found = {(e.asset_key, e.check_name): e for e in outcome.get_asset_check_evaluations()}
    bad = [e for e in found.values() if not e.passed]
    assert len(bad) == 2
    check = next(e for e in bad if not e.blocking)
    assert "|D-1|2|" in check.metadata[check.check_name].value
    assert "select" in check.metadata[check.check_name].value
    closed = next(e for e in bad if e.blocking)
    assert closed.asset_key == dg.AssetKey(["quality", "check_result"])
    assert check.check_name in closed.metadata["Không đạt"].value


def test_a_partition_reads_its_delivery_day_only(settings, instance) -> None:
    assert run(instance, partition_key="2023-08-18").success
    assert instance.get_materialized_partitions(LAKE) == {"2023-08-18"}
    assert {p.name for p in (settings.lake_folder / "dossier").iterdir()} == {"2023-08-18"}


def test_days_outside_the_calendar_of_partitions_are_read_too(settings, instance) -> None:
    deliver(settings.home, "2019-12-30", ["D-0,1.000001,T01.A.1,29/12/2019,30/12/2019,4,có"])
    deliver(settings.home, "2040-01-01", ["D-8,1.000001,T01.A.1,29/12/2039,30/12/2039,4,có"])
    outcome = run(instance, LAKE)
    assert outcome.success
    assert len(list((settings.lake_folder / "dossier").iterdir())) == 4


def test_a_run_from_the_ui_does_not_write_beside_another(settings, instance, monkeypatch) -> None:
    monkeypatch.setattr(resource, "WAIT_SECONDS", 0.1)
    with writer_lock(settings):
        outcome = run(instance)
    assert not outcome.success
    assert not settings.lake_folder.exists()


def test_a_killed_run_is_settled_and_its_place_in_the_pool_freed(settings, instance) -> None:
    job = defs.resolve_job_def(DAILY_JOB)
    killed = instance.create_run_for_job(
        job, status=dg.DagsterRunStatus.STARTED, tags={PROCESS_TAG: "999999"}
    )
    waiting = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    storage = instance.event_log_storage
    assert storage.claim_concurrency_slot(WRITER_POOL, killed.run_id, "step").is_claimed
    assert settle_killed_runs(instance) == [killed.run_id]
    assert instance.get_run_by_id(killed.run_id).status == dg.DagsterRunStatus.FAILURE
    assert instance.get_run_by_id(waiting.run_id).status == dg.DagsterRunStatus.STARTED
    assert not storage.get_concurrency_info(WRITER_POOL).claimed_slots
    assert run(instance).success
