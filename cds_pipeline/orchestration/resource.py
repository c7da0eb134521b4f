"""The workshop as a Dagster resource: one per run, under the writer's lock.

Belongs here: handing a run its workshop. Does not belong here: what the workshop does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import dagster as dg

from cds_pipeline.orchestration.instance import PROCESS_TAG, settle_killed_runs
from cds_pipeline.orchestration.workshop import Workshop
from cds_pipeline.settings import load_settings
from cds_pipeline.warehouse.lock import writer_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

RESOURCE = "workshop"
# A run started in the UI waits this long for a `cds run` to end before it gives up.
WAIT_SECONDS = 600.0


@dg.resource(description="Cài đặt, khóa ghi và phiên dựng kho của một lần chạy")
def workshop_resource(context: dg.InitResourceContext) -> Iterator[Workshop]:
    """A workshop for a run that Dagster started (the UI, a schedule, a backfill)."""
    settings = load_settings()
    with writer_lock(settings, WAIT_SECONDS):
        if context.instance is not None and context.run is not None:
            run_id = context.run.run_id
            context.instance.add_run_tags(run_id, {PROCESS_TAG: str(os.getpid())})
            settle_killed_runs(context.instance, run_id)
        with Workshop(settings) as workshop:
            yield workshop


def workshop_of(context: dg.AssetExecutionContext | dg.OpExecutionContext) -> Workshop:
    """The workshop of the run a step belongs to."""
    workshop = context.resources.workshop
    if not isinstance(workshop, Workshop):
        raise TypeError(f"resource {RESOURCE!r} is {type(workshop).__name__}, not a Workshop")
    return workshop
