"""Every indicator's own view is checked, and each of its checks can fail."""

from typing import Any

import pytest

from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.quality.expectations import run_suites
from cds_pipeline.quality.suites import build_suites

VIEW = "indicators.on_time_rate"


def verdicts(warehouse: Any) -> dict[str, str]:
    outcomes = run_suites(warehouse.connection, warehouse.catalog, [VIEW])
    return {o.check_id.removeprefix("on_time_rate_"): o.verdict for o in outcomes}


def test_every_indicator_has_a_suite_of_its_own() -> None:
    indicators = {i.header.indicator_id for i in load_catalog().indicators}
    tables = {suite.table for suite in build_suites(load_catalog())}
    assert {f"indicators.{name}" for name in indicators} <= tables


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        ("update marts.fact_indicator set numerator = denominator + 1", "counts_are_sound"),
        ("update marts.fact_indicator set numerator = -1", "counts_are_sound"),
        (
            "update marts.fact_indicator set value_pct = 12.3 where denominator > 0",
            "counts_are_sound",
        ),
        ("delete from marts.fact_indicator where unit_level = 'district'", "covers_the_run_day"),
    ],
)
def test_a_broken_figure_fails_the_indicators_check(
    warehouse: Any, broken: str, check: str
) -> None:
    assert set(verdicts(warehouse).values()) == {"passed"}
    warehouse.run(broken)
    assert verdicts(warehouse)[check] == "failed"
