"""Between build and publish: which checks there are, running them, keeping what they found.

Belongs here: putting audits and Great Expectations together. Does not belong here: what any check
says (``sql/audits``, ``sql/expectations.yml``), Dagster (``checks``).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cds_pipeline.quality.audits import load_audits, run_audits
from cds_pipeline.quality.expectations import run_suites
from cds_pipeline.quality.hand_written import load_rules
from cds_pipeline.quality.outcome import raise_on_outage
from cds_pipeline.quality.suites import build_suites
from cds_pipeline.quality.summary import check_result_table
from cds_pipeline.settings import TIME_ZONE

if TYPE_CHECKING:
    from datetime import date

    from cds_pipeline.models.catalog import Catalog
    from cds_pipeline.quality.audits import Audit
    from cds_pipeline.quality.outcome import CheckOutcome, PlannedCheck
    from cds_pipeline.warehouse.build import BuildSession

RESULT_TABLE = "quality.check_result"


def planned_checks(catalog: Catalog) -> list[PlannedCheck]:
    """Every check of a build, without running any; audits that a suite runs are listed there."""
    suites = build_suites(catalog)
    audits = [audit.planned() for audit in _audits_to_run()]
    return audits + [e.check for suite in suites for e in suite.expectations]


def judge(session: BuildSession) -> list[CheckOutcome]:
    """Runs every check and stores what they found in ``quality.check_result``.

    Raises:
        CheckError: a check could not be carried out; the data stays unjudged.
    """
    outcomes = run_audits(session.query, [audit.name for audit in _audits_to_run()])
    outcomes += run_suites(session.connection, session.catalog)
    now = datetime.now(ZoneInfo(TIME_ZONE)).replace(tzinfo=None, microsecond=0)
    session.write_table(RESULT_TABLE, check_result_table(outcomes, now))
    raise_on_outage(outcomes)
    return outcomes


def judge_some(session: BuildSession, audits: list[str], tables: list[str]) -> list[CheckOutcome]:
    """Runs some checks on what stands in the build; stores nothing.

    Args:
        session: an open build.
        audits: names of audits that no suite runs.
        tables: tables whose suites to run.

    Raises:
        CheckError: a check could not be carried out.
    """
    outcomes = run_audits(session.query, audits)
    if tables:
        outcomes += run_suites(session.connection, session.catalog, tables)
    raise_on_outage(outcomes)
    return outcomes


def as_of_of_build(session: BuildSession) -> date:
    """The day the tables of an earlier run's build were computed for."""
    day: date = session.query("select as_of_date from staging.run").column(0)[0].as_py()
    return day


def _audits_to_run() -> list[Audit]:
    claimed = load_rules().claimed_audits()
    return [audit for audit in load_audits() if audit.name not in claimed]
