"""Suites carried out by Great Expectations.

Belongs here: turning planned expectations into Great Expectations' own, and its results into
outcomes. Does not belong here: what is expected (``suites``). Importing this module imports Great
Expectations (7-9 CPU seconds): ``expectations`` does so inside the function that validates.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from great_expectations.compatibility import pydantic
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.datasource.fluent.interfaces import TestConnectionError
from great_expectations.exceptions.exceptions import GreatExpectationsError
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from sqlalchemy.exc import SQLAlchemyError

from cds_pipeline.engines.duckdb import to_arrow
from cds_pipeline.quality.datasource import OpenDuckDBDatasource, open_datasources
from cds_pipeline.quality.outcome import (
    OUTAGES,
    CheckOutcome,
    describe,
    judge_rows,
    outage,
    outcome_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb
    from great_expectations.expectations.expectation import Expectation as GxExpectation

    from cds_pipeline.quality.suites import Expectation, Suite

_CHECK_ID = "check_id"
GX_OUTAGES = (GreatExpectationsError, TestConnectionError, SQLAlchemyError)


class ExpectQueryToReturnNoRows(UnexpectedRowsExpectation):
    """A query, on whatever tables, that returns the rows breaking a rule.

    Its parent fetches the rows too and wants ``{batch}`` in the text; here the rows are fetched
    only when there are any, and the text is the one people paste.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    @pydantic.validator("unexpected_rows_query")
    def _validate_query(cls, query: str) -> str:  # noqa: N805 - a pydantic validator
        return query

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        count = metrics["unexpected_rows_query.row_count"]
        return {"success": count == 0, "result": {"observed_value": count}}


def validate(connection: duckdb.DuckDBPyConnection, suites: Sequence[Suite]) -> list[CheckOutcome]:
    """Carries out suites on an open database; see ``expectations.run_suites``."""
    schemas = sorted({suite.table.split(".")[0] for suite in suites})
    with open_datasources(connection, schemas) as sources:
        return [
            outcome
            for suite in suites
            for outcome in _validate_suite(connection, sources[suite.table.split(".")[0]], suite)
        ]


def _validate_suite(
    connection: duckdb.DuckDBPyConnection, source: OpenDuckDBDatasource, suite: Suite
) -> Iterator[CheckOutcome]:
    started = perf_counter()
    try:
        results = _results(source, suite)
    except (*GX_OUTAGES, *OUTAGES) as error:
        for expectation in suite.expectations:
            yield outage(expectation.check, describe(error))
        return
    seconds = (perf_counter() - started) / len(suite.expectations)
    for expectation in suite.expectations:
        yield _outcome(connection, expectation, results.get(expectation.check.check_id), seconds)


def _results(source: OpenDuckDBDatasource, suite: Suite) -> dict[str, Any]:
    asset = source.add_table_asset(name=suite.table.split(".")[1])
    batch = asset.add_batch_definition_whole_table("whole table").get_batch()
    planned = ExpectationSuite(
        name=suite.table, expectations=[_translated(e) for e in suite.expectations]
    )
    found = batch.validate(planned, result_format="BOOLEAN_ONLY")
    return {_check_id(result): result for result in found.results}


def _check_id(result: Any) -> str:
    check_id: str = result.expectation_config.meta[_CHECK_ID]
    return check_id


def _translated(expectation: Expectation) -> GxExpectation:
    check = expectation.check
    common: dict[str, Any] = {
        "meta": {_CHECK_ID: check.check_id},
        "description": check.description_vi,
        "severity": "critical" if check.severity == "error" else "warning",
    }
    match expectation.kind:
        case "not_null":
            return ExpectColumnValuesToNotBeNull(column=expectation.column, **common)
        case "allowed":
            return ExpectColumnValuesToBeInSet(
                column=expectation.column, value_set=list(expectation.values), **common
            )
        case "columns" | "grain" | "rows":
            return ExpectQueryToReturnNoRows(unexpected_rows_query=_escaped(check.query), **common)


def _escaped(query: str) -> str:
    """The text as it must be to arrive unchanged: it passes str.format and sqlalchemy.text."""
    return query.replace("{", "{{").replace("}", "}}").replace(":", "\\:")


def _outcome(
    connection: duckdb.DuckDBPyConnection, expectation: Expectation, result: Any, seconds: float
) -> CheckOutcome:
    check = expectation.check
    if result is None:
        return outage(check, "Great Expectations gave no result", seconds)
    cause = _internal_error(result.exception_info)
    if cause is not None:
        return outage(check, cause, seconds)
    if result.success:
        return outcome_of(check, "passed", seconds)
    shown = judge_rows(check, lambda sql: to_arrow(connection, sql))
    if shown.verdict == "passed":
        return outage(check, "failed without a row that breaks the rule", seconds)
    return replace(shown, seconds=seconds + shown.seconds)


def _internal_error(info: Mapping[str, Any] | None) -> str | None:
    """The message of an exception inside Great Expectations, None when there was none.

    ``exception_info`` is one entry, or one entry per metric that could not be computed.
    """
    if not info:
        return None
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry["raised_exception"]:
            return describe(RuntimeError(str(entry["exception_message"])))
    return None
