"""What a person asked for becomes published keys, or an error that lists what exists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cds_pipeline.reporting.selection import (
    NoSuchChoiceError,
    choose_indicator,
    choose_peers,
    choose_period,
    parse_day,
    week_start,
)
from cds_pipeline.warehouse.published import open_published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.settings import Settings
    from cds_pipeline.warehouse.published import PublishedWarehouse


@pytest.fixture
def warehouse(world: Settings) -> Iterator[PublishedWarehouse]:
    with open_published(world) as opened:
        yield opened


def test_the_newest_year_to_date_is_the_default(warehouse: PublishedWarehouse) -> None:
    chosen = choose_period(warehouse)
    assert (chosen.as_of, chosen.period_type, chosen.period_start) == (
        date(2023, 8, 25),
        "ytd",
        date(2023, 1, 1),
    )
    assert chosen.is_provisional
    assert chosen.is_run_date


@pytest.mark.parametrize(
    ("period_type", "day", "start"),
    [
        ("week", "2023-08-27", "2023-08-21"),
        ("week", "2023-08-20", "2023-08-14"),
        ("month", "2023-02-28", "2023-02-01"),
        ("quarter", "2023-06-30", "2023-04-01"),
        ("half", "2023-06-30", "2023-01-01"),
        ("half", "2023-07-01", "2023-07-01"),
        ("year", "2023-12-31", "2023-01-01"),
        ("day", "2023-08-16", "2023-08-16"),
    ],
)
def test_any_day_names_the_period_it_is_in(
    warehouse: PublishedWarehouse, period_type: str, day: str, start: str
) -> None:
    chosen = choose_period(warehouse, period_type, start=date.fromisoformat(day))
    assert chosen.period_start == date.fromisoformat(start)


def test_a_day_of_comparison_is_not_the_run_date(warehouse: PublishedWarehouse) -> None:
    assert not choose_period(warehouse, as_of=date(2023, 8, 18)).is_run_date


def test_what_is_not_published_is_refused_with_a_list(warehouse: PublishedWarehouse) -> None:
    with pytest.raises(NoSuchChoiceError, match="25/08/2023; 24/08/2023; 18/08/2023"):
        choose_period(warehouse, as_of=date(2022, 1, 1))
    with pytest.raises(NoSuchChoiceError, match="ytd; day; week"):
        choose_period(warehouse, "hour")
    with pytest.raises(NoSuchChoiceError, match="tháng từ 01/08/2023; tháng từ 01/07/2023"):
        choose_period(warehouse, "month", start=date(2022, 8, 1))
    with pytest.raises(NoSuchChoiceError, match=r"digitization_rate \("):
        choose_indicator(warehouse, choose_period(warehouse), "so_hoa")
    with pytest.raises(NoSuchChoiceError, match=r"district:T01.A \(.*Huyện An\)"):
        choose_peers(warehouse, choose_period(warehouse), "huyen")


def test_districts_are_ranked_by_default(warehouse: PublishedWarehouse) -> None:
    selection = choose_period(warehouse)
    assert choose_peers(warehouse, selection) == ("district", "Huyện, thị xã, thành phố")


def test_one_district_may_be_named_by_code_or_key(warehouse: PublishedWarehouse) -> None:
    selection = choose_period(warehouse)
    by_code = choose_peers(warehouse, selection, "district:T01.A")
    assert by_code == ("district:T01.A", "Xã, phường, thị trấn thuộc Huyện An")
    assert choose_peers(warehouse, selection, "district:T01.A@20200101") == by_code


def test_days_are_read_in_both_orders() -> None:
    assert parse_day("25/08/2023", "--as-of") == date(2023, 8, 25)
    assert parse_day("2023-08-25", "--as-of") == date(2023, 8, 25)
    assert parse_day(None, "--as-of") is None
    with pytest.raises(NoSuchChoiceError, match="--as-of '31/02/2023'"):
        parse_day("31/02/2023", "--as-of")


def test_weeks_are_iso_weeks() -> None:
    assert week_start("2023-W34") == date(2023, 8, 21)
    assert week_start("2021-w1") == date(2021, 1, 4)
    for wrong in ("2023-34", "2023-W54", "W34", "tuần 34"):
        with pytest.raises(NoSuchChoiceError, match="tuần ISO"):
            week_start(wrong)
