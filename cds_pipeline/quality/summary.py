"""All outcomes of a run as rows of ``quality.check_result``.

Belongs here: what of an outcome is published. Does not belong here: running checks, storing tables.
"""

from __future__ import annotations

import json
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
        ("checked_at", pa.timestamp("us")),
    ]
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
            "checked_at": checked_at,
        }
        for o in outcomes
    ]
    return pa.Table.from_pylist(rows, schema=CHECK_RESULT_SCHEMA)


def sample_json(outcome: CheckOutcome) -> str:
    """The offending rows shown, as JSON; dates and decimals as text."""
    return json.dumps(outcome.sample, ensure_ascii=False, default=str)
