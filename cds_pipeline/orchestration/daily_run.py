"""The daily job started from a program: the same Dagster job the UI and the schedule run.

Belongs here: starting it under the writer's lock and saying how it ended. Does not belong here:
printing, exit codes (``cli.running``), what the job does (``assets``).
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from cds_pipeline.orchestration.instance import PROCESS_TAG, open_instance, settle_killed_runs
from cds_pipeline.orchestration.names import DAILY_JOB, DELIVERY_DAYS
from cds_pipeline.orchestration.receiving import INPUTS_STEP, RECEIVING_STEP
from cds_pipeline.orchestration.resource import RESOURCE
from cds_pipeline.orchestration.run_log import failure_in_words, write_run_log
from cds_pipeline.orchestration.run_result import DailyRunResult, Verdict, summarise
from cds_pipeline.orchestration.workshop import Workshop
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.warehouse.lake import discover, file_lines
from cds_pipeline.warehouse.lock import writer_lock

if TYPE_CHECKING:
    from datetime import date

    import dagster as dg

    from cds_pipeline.orchestration.workshop import Progress
    from cds_pipeline.settings import Settings


class NoDeliveryError(ValueError):
    """None of the deliveries asked for exists."""


def run_daily(
    settings: Settings,
    first: date | None,
    last: date | None,
    as_of: date | None,
    progress: Progress,
    *,
    rebuild: bool = False,
) -> DailyRunResult:
    """Reads, builds, checks, publishes and reports, as one Dagster run of this home's instance.

    Args:
        settings: the operator's settings.
        first: first delivery day to read, inclusive; None: no lower bound.
        last: last delivery day to read, inclusive; None: no upper bound.
        as_of: the day figures are computed for; default the newest delivery.
        progress: told what is being done.
        rebuild: build and publish even when nothing changed.

    Returns:
        How the run ended and what it saw; a failed run is a result, not an exception.

    Raises:
        NoDeliveryError: neither landing zone nor lake holds a delivery of these days.
        ReferenceDataError: a reference file cannot be used.
        WriterBusyError: another run writes to this home.
    """
    started = time.perf_counter()
    _require_delivery(settings, first, last, as_of)
    # The whole project is imported here, not above: a wrong day is answered at once.
    from cds_pipeline.definitions import defs  # noqa: PLC0415

    with (
        writer_lock(settings),
        open_instance(settings) as instance,
        Workshop(settings, rebuild=rebuild, progress=progress) as workshop,
    ):
        settle_killed_runs(instance)
        outcome = defs.resolve_job_def(DAILY_JOB).execute_in_process(
            instance=instance,
            resources={RESOURCE: workshop},
            run_config=_run_config(first, last, as_of),
            partition_key=_partition(first, last),
            tags={PROCESS_TAG: str(os.getpid())},
            raise_on_error=False,
        )
        if isinstance(workshop.failure, ReferenceDataError):
            raise workshop.failure
        verdict = _verdict(outcome, workshop)
        return summarise(
            workshop,
            first,
            last,
            run_id=outcome.run_id,
            verdict=verdict,
            message=failure_in_words(outcome, workshop.failure) if verdict == "failed" else "",
            log=write_run_log(settings, outcome) if verdict == "failed" else None,
            seconds=time.perf_counter() - started,
        )


def _verdict(outcome: dg.ExecuteInProcessResult, workshop: Workshop) -> Verdict:
    """Dagster calls a run with failed checks green: the verdict is ours."""
    if workshop.outcomes is not None and any(o.blocks for o in workshop.outcomes):
        return "gate_failed"
    if not outcome.success:
        return "failed"
    return "unchanged" if workshop.unchanged else "published"


def _require_delivery(
    settings: Settings, first: date | None, last: date | None, as_of: date | None
) -> None:
    def asked(day: date) -> bool:
        return (first is None or day >= first) and (last is None or day <= last)

    landed = {file.delivered_on for file in discover(settings.landing_folder, None, None)}
    days = landed | {line.delivered_on for line in file_lines(settings)}
    newest = f" Lần giao mới nhất là {max(days):%d/%m/%Y}." if days else ""
    place = f"trong {settings.landing_folder} (mỗi ngày một thư mục YYYY-MM-DD)"
    if not any(map(asked, days)):
        raise NoDeliveryError(f"Không có lần giao nào như yêu cầu {place}.{newest}")
    if as_of is not None and all(day > as_of for day in days):
        raise NoDeliveryError(f"Không có lần giao nào đến hết {as_of:%d/%m/%Y} {place}.{newest}")


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
