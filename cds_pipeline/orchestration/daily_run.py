"""The daily run as a function: is there anything to do, do it as one Dagster run, say how it ended.

Belongs here: that order, under the writer's lock. Does not belong here: printing, exit codes
(``cli.running``), Dagster (``job_run``, imported only when there is something to run).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cds_pipeline.orchestration.fingerprint import fingerprint, is_published
from cds_pipeline.orchestration.run_result import DailyRunResult, JobEnding, summarise
from cds_pipeline.orchestration.workshop import Progress, Workshop
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.warehouse.lake import discover, file_lines, unread
from cds_pipeline.warehouse.lock import writer_lock
from cds_pipeline.warehouse.published import read_manifest

if TYPE_CHECKING:
    from datetime import date

    from cds_pipeline.settings import Settings


__all__ = ["DailyRunResult", "NoDeliveryError", "Progress", "run_daily"]


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
    if not rebuild and _is_published(settings, first, last, as_of):
        ending = JobEnding(str((read_manifest(settings) or {}).get("run_id", "")), "unchanged")
        with Workshop(settings) as workshop:
            seconds = time.perf_counter() - started
            return summarise(workshop, (first, last), ending, seconds)
    with (
        writer_lock(settings),
        Workshop(settings, rebuild=rebuild, progress=progress) as workshop,
    ):
        # Dagster and the whole project are imported here: a wrong day is answered at once.
        from cds_pipeline.orchestration.job_run import run_job  # noqa: PLC0415

        ending = run_job(workshop, first, last, as_of)
        if isinstance(workshop.failure, ReferenceDataError):
            raise workshop.failure
        return summarise(workshop, (first, last), ending, time.perf_counter() - started)


def _is_published(
    settings: Settings, first: date | None, last: date | None, as_of: date | None
) -> bool:
    """Whether a run would read nothing and build what is published already."""
    if unread(settings, first, last):
        return False
    lines = file_lines(settings)
    day = as_of or max(line.delivered_on for line in lines)
    return is_published(settings, fingerprint(settings, lines, day))


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
