"""Every accepted shape of a date, and that columns read exactly as single cells do."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_pipeline.reading.dates import read_date, read_dates

MORNING = datetime(2023, 8, 25, 8, 30)
DAY = datetime(2023, 8, 25)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("20230825083000", MORNING),
        ("2023-08-25 08:30:00", MORNING),
        ("2023-08-25T08:30:00", MORNING),
        ("2023-08-25T08:30", MORNING),
        ("2023-08-25T08:30:00.123", MORNING.replace(microsecond=123_000)),
        ("2023-08-25T08:30:00.1234567", MORNING.replace(microsecond=123_456)),
        ("2023-08-25T01:30:00Z", MORNING),
        ("2023-08-25T01:30:00.000Z", MORNING),
        ("2023-08-25T08:30:00+07:00", MORNING),
        ("2023-08-25T08:30:00+0700", MORNING),
        ("2023-08-24T20:30:00-05:00", MORNING),
        ("25/08/2023 08:30:00", MORNING),
        ("25/08/2023 08:30", MORNING),
        ("25/8/2023 8:30", MORNING),
        ("25/08/2023", DAY),
        ("5/8/2023", datetime(2023, 8, 5)),
        ("2023-08-25", DAY),
        ("20230825", DAY),
        (" 25/08/2023 ", DAY),
    ],
)
def test_accepted_shapes(text: str, meaning: datetime) -> None:
    assert read_date(text) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "", "31/02/2023", "2023-13-01", "25/08/23", "25.08.2023", "08/25/2023", "hôm qua", "45163",
        "25/08/2023 24:00:00", "25/08/2023 08:30:60", "2023082508306", "0001-01-01T00:00:00",
        "9999-12-31", "2023-08-25T08:30:00+99:00", "٢٥/٠٨/٢٠٢٣", "25/08/2023 08:30:00 abc",
    ],
)  # fmt: skip
def test_anything_else_is_no_date(text: str) -> None:
    assert read_date(text) is None


PIECES = st.sampled_from(
    ["25", "8", "08", "31", "02", "2023", "1899", "/", "-", ":", " ", "T", "Z", "00", "60", "59",
     "24", "+07:00", ".5", "null", ""]
)  # fmt: skip
SHAPES = st.datetimes(datetime(1890, 1, 1), datetime(2110, 1, 1)).flatmap(
    lambda moment: st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%SZ",
         "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%Y%m%d", " %d/%m/%Y"]
    ).map(moment.strftime)
)  # fmt: skip
CELL = SHAPES | st.lists(PIECES, max_size=8).map("".join) | st.none()


@given(st.lists(CELL, max_size=30))
def test_a_column_reads_as_its_cells(cells: list[str | None]) -> None:
    values, filled = read_dates(pl.Series("d", cells, dtype=pl.String))
    assert values.to_list() == [None if cell is None else read_date(cell) for cell in cells]
    assert all(is_given or value is None for value, is_given in zip(values, filled, strict=True))


def test_many_different_shapes_in_one_column() -> None:
    shapes = ["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%d/%m/%Y"]
    moments = [datetime(2023, 1 + n % 12, 1 + n % 28, n % 24, n % 60) for n in range(4000)]
    cells = [moment.strftime(shapes[n % 4]) for n, moment in enumerate(moments)]
    values, filled = read_dates(pl.Series("d", cells))
    assert values.to_list() == [read_date(cell) for cell in cells]
    assert filled.all()


def test_blank_says_nothing_and_nonsense_says_something() -> None:
    _, filled = read_dates(pl.Series(["", " ", "-", "null", None, "mai", "25/08/2023"]))
    assert filled.to_list() == [False, False, False, False, False, True, True]
