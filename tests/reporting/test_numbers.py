"""Numbers and dates as Vietnamese readers write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from cds_pipeline.reporting.numbers import day, measured, moment, number, percent, plain, points


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (4131, 0, "4.131"),
        (1234567, 0, "1.234.567"),
        (0, 0, "0"),
        (85.4, 2, "85,40"),
        (Decimal("0.5"), 0, "1"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.005, 2, "0,01"),
        (1.005, 2, "1,01"),
        (-0.001, 2, "0,00"),
        (None, 2, "–"),
    ],
)
def test_numbers_are_rounded_half_away_from_zero(
    value: float | None, decimals: int, shown: str
) -> None:
    assert number(value, decimals) == shown


def test_rates_and_differences() -> None:
    assert percent(85.4) == "85,40%"
    assert percent(100.0 * 2 / 3) == "66,67%"
    assert percent(None) == "–"
    assert points(-1.5) == "−1,50"
    assert points(1.5, signed=True) == "+1,50"
    assert points(0.0, signed=True) == "0,00"


def test_dates() -> None:
    assert day(date(2023, 8, 5)) == "05/08/2023"
    assert moment(datetime(2023, 8, 5, 7, 3)) == "05/08/2023 07:03"
    assert day(None) == "–"


def test_any_cell() -> None:
    values = [True, 1234, 0.5, date(2023, 1, 2), datetime(2023, 1, 2, 3, 4), "xã", None]
    assert [plain(value) for value in values] == [
        "có",
        "1.234",
        "0,50",
        "02/01/2023",
        "02/01/2023 03:04",
        "xã",
        "–",
    ]


def test_a_value_is_shown_in_the_unit_of_its_indicator() -> None:
    assert measured(85.4, "percent") == "85,40%"
    assert measured(4.005, "days") == "4,01 ngày"
    assert measured(None, "days") == "–"
