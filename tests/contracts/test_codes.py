"""Codes, flags and numbers in the writings exports use."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from cds_pipeline.contracts.codes import (
    amount_of,
    code_of,
    count_of,
    flag_of,
    is_blank,
    paid_online,
)
from cds_pipeline.contracts.vocabulary import load_vocabulary

TEXTS = [
    (kind, code, text)
    for kind, entries in load_vocabulary().codes.items()
    for code, texts in entries.items()
    for text in texts
]


@pytest.mark.parametrize(("kind", "code", "text"), TEXTS)
def test_codes_as_number_or_text_in_any_writing(kind: str, code: int, text: str) -> None:
    writings = [
        str(code), f"0{code}", f"{code}.0", f" {code} ", text, text.upper(), text.title(),
        unicodedata.normalize("NFD", text), f" {text.replace(' ', '  ')}. ",
    ]  # fmt: skip
    assert {code_of(kind, writing) for writing in writings} == {code}


def test_tone_placement_does_not_matter() -> None:
    assert code_of("status", "công dân yêu cầu rút hồ sơ") == 7
    assert code_of("status", "ĐÃ TRẢ KẾT QUẢ") == 10


@pytest.mark.parametrize("text", ["0", "11", "-1", "2023", "9,5", "xong", "", "đã"])
def test_anything_else_is_no_status(text: str) -> None:
    assert code_of("status", text) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("có", True), ("Có", True), ("x", True), ("X", True), ("1", True), ("TRUE", True),
        ("yes", True), ("không", False), ("0", False), ("False", False), ("No", False),
        ("2", None), ("có lẽ", None),
    ],
)  # fmt: skip
def test_flags(text: str, meaning: bool | None) -> None:
    assert flag_of(text) is meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("0", False), ("1", True), ("2", True), ("3", False), ("có", True), ("không", False),
     ("Qua Cổng DVCQG", True), ("4", None)],
)  # fmt: skip
def test_online_payment_by_code_or_flag(text: str, meaning: bool | None) -> None:
    assert paid_online(text) is meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("4.131", 4131), ("4131", 4131), ("0", 0), ("3,0", 3), ("1.000.000", 1_000_000),
     ("85,4", None), ("85.4", None), ("-1", None), ("4 131", None), ("1e3", None),
     ("99999999999999", None), ("٣", None)],
)  # fmt: skip
def test_counts_are_vietnamese_whole_numbers(text: str, meaning: int | None) -> None:
    assert count_of(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("50.000", "50000"), ("50000", "50000"), ("85,4", "85.4"), ("50.000 đồng", "50000"),
     ("50.000đ", "50000"), ("1.250.000,50 VNĐ", "1250000.5"), ("-5", "-5"), ("50.00", None),
     ("50,000.00", None), ("miễn phí", None), ("9" * 40, None)],
)  # fmt: skip
def test_amounts(text: str, meaning: str | None) -> None:
    assert amount_of(text) == (None if meaning is None else Decimal(meaning))


@pytest.mark.parametrize("text", [None, "", "  ", "\u00a0", "-", "–", "null", "NULL", "None"])
def test_blanks(text: str | None) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "không", "x", "--x"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)
