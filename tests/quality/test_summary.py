"""One verdict of many outcomes, and their rows in ``quality.check_result``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from cds_pipeline.quality.outcome import CheckOutcome, PlannedCheck, outage, outcome_of
from cds_pipeline.quality.summary import CHECK_RESULT_SCHEMA, check_result_table, summarise

RULE = PlannedCheck("rule", "marts.t", "error", "Quy tắc.", "select 1 as x", "sql")
PASSED = outcome_of(RULE, "passed")
FAILED = replace(
    outcome_of(RULE, "failed"),
    failing_count=2,
    sample=({"day": date(2023, 8, 25), "fee": Decimal("1.50"), "name": "Hòa"},),
)
WARNED = replace(FAILED, severity="warning")
BROKEN = outage(RULE, "CatalogException: no table")


def test_only_a_broken_rule_of_severity_error_blocks() -> None:
    assert not summarise([PASSED, WARNED]).blocking_failed
    assert summarise([PASSED, WARNED]).may_publish
    assert summarise([PASSED, FAILED]).blocking_failed
    assert not summarise([PASSED, FAILED]).may_publish


def test_an_outage_is_not_bad_data_and_still_keeps_from_publishing() -> None:
    summary = summarise([PASSED, BROKEN])
    assert (summary.blocking_failed, summary.may_publish) == (False, False)
    assert summary.outages == (BROKEN,)


def test_counts_by_verdict() -> None:
    summary = summarise([PASSED, PASSED, FAILED, WARNED, BROKEN])
    counts = (summary.passed, len(summary.blocking), len(summary.warnings), len(summary.outages))
    assert counts == (2, 1, 1, 1)


def test_rows_of_check_result() -> None:
    checked_at = datetime(2023, 8, 26, 6, 0)
    outcomes: list[CheckOutcome] = [PASSED, FAILED]
    table = check_result_table(outcomes, checked_at)
    assert table.schema == CHECK_RESULT_SCHEMA
    passed, failed = table.to_pylist()
    assert (passed["verdict"], passed["failing_count"], passed["sample_json"]) == (
        "passed",
        0,
        None,
    )
    assert failed["sample_json"] == '[{"day": "2023-08-25", "fee": "1.50", "name": "Hòa"}]'
    assert (failed["table_name"], failed["query"], failed["checked_at"]) == (
        "marts.t", "select 1 as x", checked_at,
    )  # fmt: skip


def test_no_row_when_nothing_was_checked() -> None:
    assert check_result_table([], datetime(2023, 8, 26)).num_rows == 0
