"""The small province of ``small_world``, published: what commands and reports read.

``publish_world(tmp_path, rows)`` runs every SQL model and publishes; it returns the settings.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from small_world import build

from cds_pipeline.warehouse.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings

CHECKS = [
    {
        "check_id": "parts_equal_whole",
        "table_name": "marts.fact_indicator",
        "severity": "error",
        "verdict": "passed",
        "description_vi": "Các phần cộng lại bằng toàn thể",
        "failing_count": 0,
        "sample_json": "[]",
        "query": "select 1 where false",
        "checked_at": datetime(2023, 8, 25, 20, 0),
    },
    {
        "check_id": "volume_drop",
        "table_name": "marts.fact_dossier",
        "severity": "warning",
        "verdict": "failed",
        "description_vi": "Số hồ sơ giảm đột ngột",
        "failing_count": 2,
        "sample_json": "[]",
        "query": "select 1",
        "checked_at": datetime(2023, 8, 25, 20, 0),
    },
]


def dossiers(unit_code: str, digitized: int, received: int, **more: Any) -> list[dict[str, Any]]:
    """``received`` dossiers of one unit, the first ``digitized`` of them with a digitized part."""
    return [
        {"unit_code": unit_code, "has_digitized_component": n < digitized, **more}
        for n in range(received)
    ]


def world_rows() -> list[dict[str, Any]]:
    """The rows most tests use: two days, ties, a unit without dossiers, one quarantined row."""
    earlier = {"delivered_on": "2023-08-18", "received_at": "2023-08-16 08:00:00"}
    return [
        *dossiers("T01", 0, 1),
        *dossiers("T01.S1", 9, 10),
        *dossiers("T01.A", 1, 2, **earlier),
        *dossiers("T01.A.1", 3, 4),
        *dossiers("T01.A.2", 1, 2),
        *dossiers("T01.B", 0, 1, **earlier),
        *dossiers("T01.B.1", 2, 4),
        {"unit_code": "T01.X9", "dossier_code": "HONG-1"},
    ]


def publish_world(
    tmp_path: Path,
    rows: list[dict[str, Any]] | None = None,
    *,
    checks: bool = True,
    **reference: str,
) -> Settings:
    """Publishes ``rows`` (default ``world_rows()``) under ``tmp_path/home``."""
    with build(tmp_path, world_rows() if rows is None else rows, **reference) as session:
        if checks:
            session.write_table("quality.check_result", pa.Table.from_pylist(CHECKS))
        as_of = session.query("select as_of_date from staging.run").column(0)[0].as_py()
        publish(session, "run-thu", as_of)
        return session.settings
