"""All outcomes of a run: one verdict, and rows of ``quality.check_result``.

Belongs here: adding up what checks found. Does not belong here: running checks, storing tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cds_pipeline.quality.outcome import CheckOutcome

CHECK_RESULT_SCHEMA = pa.schema(
    [
        ("check_id", pa.string()),
        ("table_name", pa.string()),
        ("severity", pa.string()),
        ("verdict", pa.string()),
        ("description_vi", pa.string()),
        ("failing_count", pa.int64()),
        ("sample_json", pa.string()),
        ("query", pa.string()),
        ("engine", pa.string()),
        ("checked_at", pa.timestamp("us")),
    ]
)


@dataclass(frozen=True)
class Summary:
    """What all checks together say.

    Attributes:
        passed: how many passed.
        blocking: outcomes of severity ``error`` whose rule the data breaks; nothing is published.
        warnings: outcomes of severity ``warning`` whose rule the data breaks.
        outages: checks that could not be carried out; the run failed, the data is not to blame.
    """

    passed: int
    blocking: tuple[CheckOutcome, ...]
    warnings: tuple[CheckOutcome, ...]
    outages: tuple[CheckOutcome, ...]

    @property
    def blocking_failed(self) -> bool:
        """Whether a rule of severity ``error`` is broken."""
        return bool(self.blocking)

    @property
    def may_publish(self) -> bool:
        """Whether every blocking check was carried out and passed."""
        return not self.blocking and not self.outages


def summarise(outcomes: Sequence[CheckOutcome]) -> Summary:
    """Adds up outcomes, keeping their order."""
    failed = [o for o in outcomes if o.verdict == "failed"]
    return Summary(
        passed=sum(o.verdict == "passed" for o in outcomes),
        blocking=tuple(o for o in failed if o.severity == "error"),
        warnings=tuple(o for o in failed if o.severity == "warning"),
        outages=tuple(o for o in outcomes if o.verdict == "error"),
    )


def check_result_table(outcomes: Sequence[CheckOutcome], checked_at: datetime) -> pa.Table:
    """Outcomes as rows of ``quality.check_result``.

    Args:
        outcomes: of one run.
        checked_at: local time without zone.

    Returns:
        One row per outcome, in their order; ``sample_json`` is a JSON list of the first offending
        rows, null when there are none.
    """
    rows = [
        {
            "check_id": o.check_id,
            "table_name": o.table,
            "severity": o.severity,
            "verdict": o.verdict,
            "description_vi": o.description_vi,
            "failing_count": o.failing_count,
            "sample_json": sample_json(o) if o.sample else None,
            "query": o.query,
            "engine": o.engine,
            "checked_at": checked_at,
        }
        for o in outcomes
    ]
    return pa.Table.from_pylist(rows, schema=CHECK_RESULT_SCHEMA)


def sample_json(outcome: CheckOutcome) -> str:
    """The offending rows shown, as JSON; dates and decimals as text."""
    return json.dumps(outcome.sample, ensure_ascii=False, default=str)
