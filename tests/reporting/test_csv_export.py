"""CSV text: no cell starts a formula, plain numbers stay numbers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from cds_pipeline.reporting.csv_export import csv_text, safe_cell, with_unique_names


@pytest.mark.parametrize("text", ["=1+1", "+84912", "@SUM(A1)", "-x", "\t=1", "\r=1", "\n=1", "="])
def test_a_text_that_would_start_a_formula_gets_an_apostrophe(text: str) -> None:
    # A phone-like +84912 is a plain number and harmless; everything else is guarded.
    assert safe_cell(text) == (text if text == "+84912" else f"'{text}")


@pytest.mark.parametrize("text", ["-1,5", "-1.5", "+12", "-3.204,75", "-12%", "-12,50 %", "4.131"])
def test_plain_numbers_stay(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["-1+cmd|' /C calc'!A0", "-1,5=", "+1-1", "-"])
def test_what_only_starts_like_a_number_is_guarded(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (-7, "-7"),
        (-1.5, "-1.5"),
        (Decimal("-2.50"), "-2.50"),
        (date(2023, 8, 25), "2023-08-25"),
        (datetime(2023, 8, 25, 8, 30), "2023-08-25 08:30:00"),
        ("xã Phúc Sơn", "xã Phúc Sơn"),
    ],
)
def test_other_values(value: Any, shown: str) -> None:
    assert safe_cell(value) == shown


def test_headings_are_guarded_and_commas_quoted() -> None:
    table = pa.table({"=a": ["x, y", 'nói "được"']})
    assert csv_text(table) == '\'=a\r\n"x, y"\r\n"nói ""được"""\r\n'


def test_repeated_names_are_numbered() -> None:
    table = pa.table([pa.array([1]), pa.array([2]), pa.array([3])], names=["a", "a", "a_2"])
    assert with_unique_names(table).column_names == ["a", "a_2", "a_2_2"]
