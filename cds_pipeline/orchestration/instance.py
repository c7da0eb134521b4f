"""The Dagster instance of one home, and what killed runs left behind in it.

Belongs here: opening the instance and bringing it into order. Does not belong here: running.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from cds_pipeline.orchestration.event_storage import SteadySqliteEventLogStorage
from cds_pipeline.orchestration.names import WRITER_POOL
from cds_pipeline.warehouse.dagster_home import write_dagster_settings

if TYPE_CHECKING:
    from cds_pipeline.settings import Settings

# Tag of a run that has held the writer's lock: the process that ran it.
PROCESS_TAG = "cds/tien_trinh"


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The instance whose history the Dagster UI of this home shows."""
    folder = write_dagster_settings(settings)
    steady = {
        "module": SteadySqliteEventLogStorage.__module__,
        "class": SteadySqliteEventLogStorage.__name__,
        "config": {"base_dir": str(folder / "history" / "runs")},
    }
    reference = InstanceRef.from_dir(str(folder), overrides={"event_log_storage": steady})
    instance = dg.DagsterInstance.from_ref(reference)
    instance.event_log_storage.set_concurrency_slots(WRITER_POOL, 1)
    return instance


def settle_killed_runs(instance: dg.DagsterInstance, current_run: str | None = None) -> list[str]:
    """Ends in the history what was ended from outside; call it while holding the writer's lock.

    A run that once held the lock, holds it no more and still claims to be going on was killed.
    Its places in the writer's pool are freed, or the next run would wait for them for ever.

    Args:
        instance: the home's instance.
        current_run: the run that asks, when it is in the history already.

    Returns:
        Ids of the runs that were settled.
    """
    started = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    killed = [r for r in started if PROCESS_TAG in r.tags and r.run_id != current_run]
    for run in killed:
        instance.report_run_failed(run, "Tiến trình của lần chạy này đã bị dừng từ bên ngoài.")
    storage = instance.event_log_storage
    for slot in storage.get_concurrency_info(WRITER_POOL).claimed_slots:
        if slot.run_id != current_run:
            storage.free_concurrency_slots_for_run(slot.run_id)
    return [run.run_id for run in killed]
