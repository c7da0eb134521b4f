"""One run of the daily job in Dagster, started from a program, under the writer's lock.

Belongs here: starting the job the UI and the schedule run too, and judging how it ended. Does not
belong here: deciding whether a run is needed (``daily_run``), what the job does (``assets``).
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from cds_pipeline.definitions import defs
from cds_pipeline.orchestration.instance import PROCESS_TAG, open_instance, settle_killed_runs
from cds_pipeline.orchestration.names import DAILY_JOB, DELIVERY_DAYS
from cds_pipeline.orchestration.receiving import INPUTS_STEP, RECEIVING_STEP
from cds_pipeline.orchestration.resource import RESOURCE
from cds_pipeline.orchestration.run_log import failure_in_words, write_run_log
from cds_pipeline.orchestration.run_result import JobEnding

if TYPE_CHECKING:
    from datetime import date

    import dagster as dg

    from cds_pipeline.orchestration.run_result import Verdict
    from cds_pipeline.orchestration.workshop import Workshop


def run_job(
    workshop: Workshop, first: date | None, last: date | None, as_of: date | None
) -> JobEnding:
    """Runs the daily job with this workshop; call it while holding the writer's lock.

    Raises:
        OSError: the Dagster folder or the log of a failed run cannot be written.
    """
    # Dagster's warnings of its own code would come out on standard error.
    logging.getLogger("dagster").addHandler(logging.NullHandler())
    with open_instance(workshop.settings) as instance:
        settle_killed_runs(instance)
        outcome = defs.resolve_job_def(DAILY_JOB).execute_in_process(
            instance=instance,
            resources={RESOURCE: workshop},
            run_config=_run_config(first, last, as_of),
            partition_key=_partition(first, last),
            tags={PROCESS_TAG: str(os.getpid())},
            raise_on_error=False,
        )
    verdict = _verdict(outcome, workshop)
    if verdict != "failed":
        return JobEnding(outcome.run_id, verdict)
    message = failure_in_words(outcome, workshop.failure)
    return JobEnding(outcome.run_id, verdict, message, write_run_log(workshop.settings, outcome))


def _verdict(outcome: dg.ExecuteInProcessResult, workshop: Workshop) -> Verdict:
    """Dagster calls a run with failed checks green: the verdict is ours."""
    if workshop.outcomes is not None and any(o.blocks for o in workshop.outcomes):
        return "gate_failed"
    if not outcome.success:
        return "failed"
    return "unchanged" if workshop.unchanged else "published"


def _run_config(first: date | None, last: date | None, as_of: date | None) -> dict[str, Any]:
    deliveries = {
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
        "everything": first is None and last is None,
    }
    return {
        "ops": {
            RECEIVING_STEP: {"config": deliveries},
            INPUTS_STEP: {"config": {"as_of": as_of.isoformat() if as_of else ""}},
        },
        # The event log keeps everything; the terminal belongs to the command.
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }


def _partition(first: date | None, last: date | None) -> str | None:
    """The partition of a run of one delivery day, where the calendar of partitions knows it."""
    if first is None or first != last:
        return None
    key = first.isoformat()
    return key if DELIVERY_DAYS.has_partition_key(key) else None
