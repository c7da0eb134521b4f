"""What a failed run leaves for people: one sentence, and a file with everything.

Belongs here: taking both from a Dagster run. Does not belong here: deciding that it failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import dagster as dg

    from cds_pipeline.settings import Settings


def failure_in_words(outcome: dg.ExecuteInProcessResult, failure: BaseException | None) -> str:
    """Which step failed and the first line of why."""
    steps = [e.step_key for e in outcome.all_events if e.is_step_failure and e.step_key]
    where = f"Bước {steps[0]}: " if steps else ""
    if failure is None:
        return f"{where}không rõ nguyên nhân."
    lines = str(failure).strip().splitlines()
    return f"{where}{lines[0] if lines else type(failure).__name__}"


def write_run_log(settings: Settings, outcome: dg.ExecuteInProcessResult) -> Path:
    """Writes every event of a run, error stacks included, to ``home/logs/<run id>.log``.

    Raises:
        OSError: the file cannot be written.
    """
    folder = settings.home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{outcome.run_id}.log"
    with path.open("w", encoding="utf-8") as stream:
        for event in outcome.all_events:
            stream.write(f"{event.event_type_value} {event.step_key or ''} {event.message or ''}\n")
            if event.is_step_failure:
                error = event.step_failure_data.error
                stream.write(error.to_string() if error else "")
    return path
