"""How a daily run ended: the object the command line prints.

Belongs here: counting what a run saw, warnings in plain words. Does not belong here: running.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from cds_pipeline.reporting.numbers import number
from cds_pipeline.warehouse.lake import file_lines
from cds_pipeline.warehouse.notices import notices
from cds_pipeline.warehouse.published import open_published, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.orchestration.workshop import Workshop
    from cds_pipeline.quality.outcome import CheckOutcome

Verdict = Literal["published", "unchanged", "gate_failed", "failed"]
_MANIFEST = "quality.load_manifest"
_COUNTS = ("rows_read", "rows_loaded", "rows_quarantined", "rows_repeated")
_REFUSED_SHOWN = 20


@dataclass(frozen=True)
class JobEnding:
    """How the job ended: the run's id, our verdict, why it failed and where the details are."""

    run_id: str
    verdict: Verdict
    message: str = ""
    log: Path | None = None


@dataclass(frozen=True)
class DailyRunResult:
    """How a run ended.

    Attributes:
        verdict: published, unchanged (published already), gate_failed or failed.
        published: whether this run published; a run can fail after that, at the bulletin.
        as_of: the day figures are computed for.
        deliveries: delivery days asked for that exist, in order.
        files_accepted: files of these days that were read.
        files_refused: files of these days that were refused.
        rows: rows read, loaded, quarantined and repeated of these files.
        checks: how many checks ran.
        checks_failed: the outcomes that did not pass, blocking ones first.
        warehouse: the published file.
        reports: bulletin files written by this run.
        run_id: the Dagster run.
        seconds: wall time.
        warnings: what deserves a look, in plain words.
        message: why the run failed; empty otherwise.
        log: where the details of a failure are.
    """

    verdict: Verdict
    published: bool
    as_of: date | None
    deliveries: tuple[date, ...]
    files_accepted: int
    files_refused: int
    rows: dict[str, int]
    checks: int
    checks_failed: tuple[CheckOutcome, ...]
    warehouse: Path
    reports: tuple[Path, ...]
    run_id: str
    seconds: float
    warnings: tuple[str, ...]
    message: str = ""
    log: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The result as the object ``cds run --json`` prints."""
        return {
            "verdict": self.verdict,
            "published": self.published,
            "as_of": self.as_of,
            "deliveries": list(self.deliveries),
            "files_accepted": self.files_accepted,
            "files_refused": self.files_refused,
            **self.rows,
            "checks": self.checks,
            "checks_failed": [_check_as_json(outcome) for outcome in self.checks_failed],
            "warehouse": self.warehouse,
            "reports": list(self.reports),
            "run_id": self.run_id,
            "seconds": round(self.seconds, 2),
            "warnings": list(self.warnings),
            "message": self.message,
            "log": self.log,
        }


def summarise(
    workshop: Workshop,
    days: tuple[date | None, date | None],
    ending: JobEnding,
    seconds: float,
) -> DailyRunResult:
    """The result of a run that has ended; its build or its publication is still there to count.

    Args:
        workshop: the run's workshop, not closed yet.
        days: first and last delivery day asked for, inclusive.
        ending: how the job ended.
        seconds: wall time.
    """
    first, last = days
    of_published = ending.verdict == "unchanged" or workshop.published is not None
    files = [
        row
        for row in _manifest_rows(workshop, of_published=of_published)
        if (first is None or row["delivered_on"] >= first)
        and (last is None or row["delivered_on"] <= last)
    ]
    outcomes = workshop.outcomes or []
    failed = [outcome for outcome in outcomes if outcome.verdict != "passed"]
    return DailyRunResult(
        verdict=ending.verdict,
        published=workshop.published is not None,
        as_of=_as_of(workshop, of_published=of_published),
        deliveries=tuple(sorted({row["delivered_on"] for row in files})),
        files_accepted=sum(row["status"] == "accepted" for row in files),
        files_refused=sum(row["status"] != "accepted" for row in files),
        rows={name: sum(row[name] for row in files) for name in _COUNTS},
        checks=len(outcomes),
        checks_failed=tuple(sorted(failed, key=lambda o: (not o.blocks, o.table, o.check_id))),
        warehouse=workshop.settings.published_warehouse,
        reports=tuple(workshop.reports),
        run_id=ending.run_id,
        seconds=seconds,
        warnings=(*_warnings(files), *notices(workshop.settings, file_lines(workshop.settings))),
        message=ending.message,
        log=ending.log,
    )


def _manifest_rows(workshop: Workshop, *, of_published: bool) -> list[dict[str, Any]]:
    query = f"select * from {_MANIFEST}"  # noqa: S608 (a constant name)
    if of_published:
        with open_published(workshop.settings) as published:
            return list(published.query(query).to_pylist())
    if any(result.name == _MANIFEST for result in workshop.built):
        return list(workshop.session.query(query).to_pylist())
    return []


def _as_of(workshop: Workshop, *, of_published: bool) -> date | None:
    manifest = read_manifest(workshop.settings) if of_published else None
    return workshop.as_of if manifest is None else date.fromisoformat(str(manifest["as_of"]))


def _warnings(files: list[dict[str, Any]]) -> tuple[str, ...]:
    refused = [row for row in files if row["status"] != "accepted"]
    remarked = [row for row in files if row["status"] == "accepted" and row["message"]]
    quarantined = sum(row["rows_quarantined"] for row in files)
    said = [f"Từ chối {row['file_name']}: {row['message']}" for row in refused[:_REFUSED_SHOWN]]
    if len(refused) > _REFUSED_SHOWN:
        said.append(f"… và {len(refused) - _REFUSED_SHOWN} tệp bị từ chối nữa (cds query files).")
    if remarked:
        first = remarked[0]
        said.append(
            f"{len(remarked)} tệp được nhận kèm ghi chú (cds query files), như "
            f"{first['file_name']}: {first['message']}"
        )
    if quarantined:
        said.append(f"{number(quarantined)} dòng bị cách ly, kèm lý do (cds query quarantine).")
    return tuple(said)


def _check_as_json(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "check_id": outcome.check_id,
        "table": outcome.table,
        "severity": outcome.severity,
        "verdict": outcome.verdict,
        "description": outcome.description_vi,
        "failing_count": outcome.failing_count,
    }
