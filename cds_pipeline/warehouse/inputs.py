"""What a build starts from: run parameters, reference tables, the lake's files.

Belongs here: turning project files and settings into input tables. Does not belong here: models.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from cds_pipeline.contracts.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cds_pipeline.indicators.definition import Indicator
    from cds_pipeline.models.parameters import Parameters
    from cds_pipeline.warehouse.lake import FileLine

_CALENDAR_START = date(2015, 1, 1)

FILE_SCHEMA = pa.schema(
    [
        ("file_name", pa.string()),
        ("sha256", pa.string()),
        ("delivered_on", pa.date32()),
        ("source_system", pa.string()),
        ("kind", pa.string()),
        ("format", pa.string()),
        ("encoding", pa.string()),
        ("rows_read", pa.int64()),
        ("status", pa.string()),
        ("message", pa.string()),
        ("loaded_at", pa.timestamp("us")),
    ]
)


def run_table(as_of: date, engine: str) -> pa.Table:
    """One row: the day figures are computed for, and who computes."""
    return pa.table({"as_of_date": pa.array([as_of], pa.date32()), "engine": [engine]})


def file_table(lines: Iterable[FileLine]) -> pa.Table:
    """The lake's manifest lines, a row per landing file."""
    names = FILE_SCHEMA.names
    rows = [{name: getattr(line, name) for name in names} for line in lines]
    for row in rows:
        row["loaded_at"] = datetime.fromisoformat(str(row["loaded_at"])).replace(tzinfo=None)
    return pa.Table.from_pylist(rows, schema=FILE_SCHEMA)


def calendar_table(last_year: int) -> pa.Table:
    """Every day from 2015 to the end of ``last_year`` with its ISO weekday (1 is Monday)."""
    days = (date(last_year, 12, 31) - _CALENDAR_START).days + 1
    dates = [_CALENDAR_START + timedelta(days=n) for n in range(days)]
    return pa.table(
        {
            "calendar_date": pa.array(dates, pa.date32()),
            "iso_weekday": pa.array([d.isoweekday() for d in dates], pa.int64()),
        }
    )


def rule_table() -> pa.Table:
    """Every rule a row is judged by: id, severity, message for a clerk."""
    rules = load_vocabulary().rules.values()
    return pa.table(
        {
            "rule_id": [rule.rule_id for rule in rules],
            "severity": [rule.severity for rule in rules],
            "message_vi": [rule.message_vi for rule in rules],
        }
    )


def review_table(parameters: Parameters) -> pa.Table:
    """One row: from when on a unit or a source system is flagged for review."""
    return pa.Table.from_pylist([parameters.review.model_dump()])


def indicator_table(indicators: Iterable[Indicator]) -> pa.Table:
    """Indicator definitions, a row per definition version."""
    indicators = list(indicators)
    headers = [indicator.header for indicator in indicators]
    text = {
        "indicator_id": [h.indicator_id for h in headers],
        "definition_version": [h.definition_version for h in headers],
        "name_vi": [h.name_vi for h in headers],
        "name_en": [h.name_en for h in headers],
        "definition_vi": [h.definition_vi for h in headers],
        "numerator_def": [h.numerator_vi for h in headers],
        "denominator_def": [h.denominator_vi for h in headers],
        "indicator_group": [h.group for h in headers],
        "unit": [h.unit for h in headers],
        "direction": [h.direction for h in headers],
        "scoring": [h.scoring for h in headers],
        "legal_basis": [h.legal_basis for h in headers],
        "evidence": [h.evidence for h in headers],
        "caveats_vi": [h.caveats_vi for h in headers],
        "source": [i.source for i in indicators],
        "left_out_def": [h.left_out_vi or None for h in headers],
    }
    numbers = {
        "max_score": pa.array([h.max_score for h in headers], pa.decimal128(9, 2)),
        "full_marks_at_pct": pa.array([h.full_marks_at_pct for h in headers], pa.decimal128(9, 2)),
        "empty_value_pct": pa.array(
            [None if h.empty_value_pct is None else float(h.empty_value_pct) for h in headers],
            pa.float64(),
        ),
        "empty_score": pa.array(
            [None if h.empty_score is None else float(h.empty_score) for h in headers], pa.float64()
        ),
        "min_denominator": pa.array([h.min_denominator for h in headers], pa.int64()),
        "display_order": pa.array([h.display_order for h in headers], pa.int64()),
        "is_additive": pa.array([i.header.additive and i.source == "dossiers" for i in indicators]),
        "lists_empty_days": pa.array([h.lists_empty_days for h in headers], pa.bool_()),
        "value_decimals": pa.array([h.value_decimals for h in headers], pa.int64()),
        "valid_from": pa.array([h.valid_from for h in headers], pa.date32()),
        "valid_to": pa.array([h.valid_to for h in headers], pa.date32()),
    }
    return pa.table({**{k: pa.array(v, pa.string()) for k, v in text.items()}, **numbers})
