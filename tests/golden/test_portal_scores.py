"""Published figures of a province: our arithmetic gives every published ratio and score again."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cds_pipeline import paths
from cds_pipeline.indicators.definition import read_indicators
from cds_pipeline.indicators.scoring import definition_on, score_of
from cds_pipeline.reading.portal_codes import INDICATOR_OF_CODE

FIGURES = Path(__file__).with_name("portal")
MONTH = date(2026, 8, 1)
INDICATORS = read_indicators(paths.sql_folder() / "indicators")


def rows(name: str) -> list[dict[str, str]]:
    with (FIGURES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def published(text: str) -> Decimal | None:
    return Decimal(text) if text else None


DIGITIZATION = rows("phutho_2026-08_digitization_metrics.csv")
PROGRESS = rows("phutho_2026-08_progress.csv")


def test_all_published_rows_are_there() -> None:
    assert len(DIGITIZATION) == 19 * 7
    assert len(PROGRESS) == 56


@pytest.mark.parametrize(
    "row",
    [row for row in DIGITIZATION if row["denominator"]],
    ids=lambda row: f"{row['unit_code']}-{row['metric_code']}",
)
def test_digitization(row: dict[str, str]) -> None:
    header = definition_on(INDICATORS, INDICATOR_OF_CODE[row["metric_code"]], MONTH).header
    found = score_of(header, int(row["numerator"]), int(row["denominator"]))
    assert (found.value_pct, found.score, found.max_score) == (
        published(row["ratio_pct"]),
        published(row["score"]),
        published(row["max_score"]),
    )


def test_a_rate_without_numerator_is_scored_from_its_published_ratio() -> None:
    header = definition_on(INDICATORS, "e_certified_copy_rate", MONTH).header
    given = [row for row in DIGITIZATION if not row["denominator"]]
    assert len(given) == 19
    for row in given:
        found = score_of(header, Decimal(row["ratio_pct"]), 100)
        assert (found.value_pct, found.score) == (100, published(row["score"]))


@pytest.mark.parametrize("row", PROGRESS, ids=lambda row: row["unit_code"])
def test_progress(row: dict[str, str]) -> None:
    header = definition_on(INDICATORS, "on_time_rate", MONTH).header
    found = score_of(header, int(row["total_on_time"]), int(row["total_received"]))
    assert (found.value_pct, found.score) == (
        published(row["ratio_pct"]),
        published(row["score_of_20"]),
    )


def test_a_group_is_the_sum_of_its_rounded_scores() -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in DIGITIZATION:
        sums[row["unit_code"]] += published(row["score"]) or 0
    totals = rows("phutho_2026-08_digitization_totals.csv")
    assert len(totals) == 19
    assert {row["unit_code"]: Decimal(row["total_score"]) for row in totals} == dict(sums)


def test_the_points_of_a_group_add_up_to_what_the_portal_gives() -> None:
    points: dict[str, Decimal] = defaultdict(Decimal)
    for indicator in INDICATORS:
        if indicator.header.is_valid_on(MONTH):
            points[indicator.header.group] += indicator.header.max_score or 0
    assert points == {
        "transparency": 18,
        "progress": 20,
        "digitization": 22,
        "online_services": 0,  # the split of its 12 points is not published
        "payment": 10,
        "satisfaction": 18,
    }
