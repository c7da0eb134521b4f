"""What one check found, whoever ran it.

Belongs here: the outcome, the rows it shows, and the difference between bad data and an outage.
Does not belong here: any particular check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Literal

import duckdb
import pyarrow as pa

Severity = Literal["error", "warning"]
Verdict = Literal["passed", "failed", "error"]
Engine = Literal["sql", "great_expectations"]
Query = Callable[[str], pa.Table]

SAMPLE_ROWS = 20
# What a check may die of that says nothing about the data.
OUTAGES = (duckdb.Error, OSError, MemoryError)


class CheckError(RuntimeError):
    """A check could not be carried out; whether the data is good stays unknown."""


@dataclass(frozen=True)
class PlannedCheck:
    """A check as it is known before it runs.

    Attributes:
        check_id: unique among all checks; letters, digits and underscores.
        table: the table it judges, ``schema.table``.
        severity: ``error`` blocks publishing, ``warning`` does not.
        description_vi: the rule in words, for people.
        query: SQL that returns the rows breaking the rule; empty when there are none.
        engine: who runs it.
    """

    check_id: str
    table: str
    severity: Severity
    description_vi: str
    query: str
    engine: Engine


@dataclass(frozen=True)
class CheckOutcome:
    """What a check found.

    Attributes:
        verdict: ``passed``, ``failed`` (the data breaks the rule) or ``error`` (an outage: the
            rule could not be judged).
        failing_count: rows that break the rule; 0 unless failed.
        sample: at most 20 of them, column name to value; no table holds personal data.
        message: what went wrong, empty unless ``error``.
        seconds: wall time.
        The rest is as in ``PlannedCheck``.
    """

    check_id: str
    table: str
    severity: Severity
    verdict: Verdict
    description_vi: str
    failing_count: int
    sample: tuple[dict[str, Any], ...]
    query: str
    engine: Engine
    seconds: float
    message: str = ""

    @property
    def blocks(self) -> bool:
        """Whether this outcome alone forbids publishing."""
        return self.verdict == "error" or (self.verdict == "failed" and self.severity == "error")


def outcome_of(check: PlannedCheck, verdict: Verdict, seconds: float = 0.0) -> CheckOutcome:
    """An outcome without rows or message."""
    return CheckOutcome(
        check_id=check.check_id,
        table=check.table,
        severity=check.severity,
        verdict=verdict,
        description_vi=check.description_vi,
        failing_count=0,
        sample=(),
        query=check.query,
        engine=check.engine,
        seconds=seconds,
    )


def outage(check: PlannedCheck, cause: str, seconds: float = 0.0) -> CheckOutcome:
    """The outcome of a check that could not be carried out."""
    return replace(outcome_of(check, "error", seconds), message=cause)


def judge_rows(check: PlannedCheck, query: Query) -> CheckOutcome:
    """Runs the check's query; any row it returns breaks the rule.

    Returns:
        ``passed`` without rows, ``failed`` with their count and the first of them, ``error`` when
        the query itself fails.
    """
    started = perf_counter()
    try:
        sample, count = bad_rows(check.query, query)
    except OUTAGES as error:
        return outage(check, describe(error), perf_counter() - started)
    seconds = perf_counter() - started
    if count == 0:
        return outcome_of(check, "passed", seconds)
    return replace(outcome_of(check, "failed", seconds), failing_count=count, sample=sample)


def bad_rows(sql: str, query: Query) -> tuple[tuple[dict[str, Any], ...], int]:
    """The first rows a query returns, and how many there are in all.

    Args:
        sql: one SELECT without LIMIT.
        query: runs it.
    """
    # The limit follows the query's own order directly: around a subquery that order may be lost.
    rows = query(f"{sql}\nlimit {SAMPLE_ROWS + 1}").to_pylist()
    if len(rows) <= SAMPLE_ROWS:
        return tuple(rows), len(rows)
    counted = query(f"select count(*) as bad_rows from (\n{sql}\n) as bad_rows")
    return tuple(rows[:SAMPLE_ROWS]), int(counted.column(0)[0].as_py())


def describe(error: BaseException) -> str:
    """Kind and first line of an exception."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else 'không có lời giải thích'}"


def raise_on_outage(outcomes: Sequence[CheckOutcome]) -> None:
    """Refuses to go on when a check could not be carried out.

    Raises:
        CheckError: at least one verdict is ``error``; names each check and its cause.
    """
    broken = [outcome for outcome in outcomes if outcome.verdict == "error"]
    if broken:
        causes = "; ".join(f"{o.check_id} ({o.table}): {o.message}" for o in broken)
        raise CheckError(f"{len(broken)} check(s) could not be carried out: {causes}")
