"""What an outcome means for publishing, and its row in ``quality.check_result``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from cds_pipeline.quality.outcome import (
    CheckError,
    CheckOutcome,
    PlannedCheck,
    outage,
    outcome_of,
    raise_on_outage,
)
from cds_pipeline.quality.summary import CHECK_RESULT_SCHEMA, check_result_table

RULE = PlannedCheck("rule", "marts.t", "error", "Quy tắc.", "select 1 as x", "sql")
PASSED = outcome_of(RULE, "passed")
FAILED = replace(
    outcome_of(RULE, "failed"),
    failing_count=2,
    sample=({"day": date(2023, 8, 25), "fee": Decimal("1.50"), "name": "Hòa"},),
)
WARNED = replace(FAILED, severity="warning")
BROKEN = outage(RULE, "CatalogException: no table")


def test_only_a_broken_rule_of_severity_error_or_an_outage_blocks() -> None:
    assert [o.blocks for o in (PASSED, WARNED, FAILED, BROKEN)] == [False, False, True, True]


def test_an_outage_is_raised_by_name_and_bad_data_is_not() -> None:
    raise_on_outage([PASSED, FAILED, WARNED])
    with pytest.raises(CheckError, match=r"rule \(marts\.t\): CatalogException: no table"):
        raise_on_outage([PASSED, BROKEN])


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
