"""A row whose cells slipped into other columns brings nothing personal into the lake."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import polars as pl
import pytest
from reading_world import GOOD, HEADINGS, as_csv

from cds_pipeline.reading.faults import ReaderFaultError

if TYPE_CHECKING:
    from reading_world import Landing

NAME = "Nguyễn Văn Mẫu 0987000111 mau@example.vn"


@pytest.mark.parametrize(
    "heading", ["Đơn vị xử lý", "Tên TTHC", "Đơn vị tiếp nhận", "Mã đơn vị xử lý"]
)
def test_a_name_in_a_column_of_units_or_procedures_is_not_stored(
    landing: Landing, heading: str
) -> None:
    _, rows = landing.read("a.csv", as_csv([(*GOOD, NAME)], (*HEADINGS, heading)))
    stored = " ".join(str(value) for value in rows[0].values()).casefold()
    assert not any(part in stored for part in ("mẫu", "0987000111", "mau@"))


PERSONAL_CODES = [
    "0987000111", "84987000111", "001099000111", "123456789", "HS-001099000111", "HS_0987000111",
    "CMND123456789", "NguyenVanMau", "Mau", "don-cua-toi.pdf", "www.example.com/a1", "example.vn/a1",
]  # fmt: skip


@pytest.mark.parametrize("code", PERSONAL_CODES)
def test_what_may_be_personal_is_no_dossier_code(landing: Landing, code: str) -> None:
    _, rows = landing.read("a.csv", as_csv([(code, *GOOD[1:])]))
    assert (rows[0].get("dossier_code"), rows[0].get("broken_rules")) == (
        None,
        "dossier_code_damaged",
    )


@pytest.mark.parametrize(
    "code",
    ["D-1", "000.19.29.H02-230825-0001", "H02.19-20230825-000123", "20230825001", "HS202308250001"],
)
def test_codes_with_long_numbers_stay_codes(landing: Landing, code: str) -> None:
    _, rows = landing.read("a.csv", as_csv([(code, *GOOD[1:])]))
    assert rows[0]["dossier_code"] == code


@pytest.mark.parametrize(
    ("heading", "value", "rule"),
    [
        ("Số thành phần hồ sơ", "0987000111", "count_unreadable"),
        ("Số thành phần hồ sơ", "123456789", "count_unreadable"),
        ("Lệ phí", "0987000111", "fee_unreadable"),
        ("Lệ phí", "001099000111", "fee_unreadable"),
        ("Lệ phí", "123456789", "fee_unreadable"),
    ],
)
def test_a_personal_number_is_no_count_or_fee(
    landing: Landing, heading: str, value: str, rule: str
) -> None:
    _, rows = landing.read("a.csv", as_csv([(*GOOD, value)], (*HEADINGS, heading)))
    assert rows[0]["warnings"] == rule
    assert not {"fee_total", "components"} & rows[0].keys()


def test_a_large_fee_is_a_fee(landing: Landing) -> None:
    _, rows = landing.read("a.csv", as_csv([(*GOOD, "1.250.000.500 đ")], (*HEADINGS, "Lệ phí")))
    assert str(rows[0]["fee_total"]) == "1250000500.00"


def test_errors_of_libraries_and_of_ours_quote_nothing(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise pl.exceptions.ComputeError(NAME)

    monkeypatch.setattr("cds_pipeline.reading.file_reader.to_lake", broken)
    outcome, _ = landing.read("a.csv", as_csv([GOOD]))
    assert outcome.message is not None
    assert "ComputeError, test_shifted_rows.py" in outcome.message
    assert "Mẫu" not in outcome.message


@pytest.mark.parametrize("fault", [ValueError(NAME), pl.exceptions.ColumnNotFoundError(NAME)])
def test_a_fault_of_the_program_is_never_told_as_a_bad_file(
    landing: Landing, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr("cds_pipeline.reading.file_reader.to_lake", broken)
    with pytest.raises(ReaderFaultError) as caught:
        landing.read("a.csv", as_csv([GOOD]))
    assert "Mẫu" not in "".join(traceback.format_exception(caught.value))
