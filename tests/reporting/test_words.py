"""Words for codes: periods, ranks, changes."""

from datetime import date

import pytest

from cds_pipeline.reporting.words import (
    lower_first,
    peer_group_name,
    period_name,
    places,
    rank_name,
)


@pytest.mark.parametrize(
    ("period_type", "start", "shown"),
    [
        ("ytd", "2023-01-01", "Lũy kế từ đầu năm 2023 đến 25/08/2023"),
        ("day", "2023-08-25", "Ngày 25/08/2023"),
        ("week", "2023-01-02", "Tuần 1/2023 (02/01/2023–08/01/2023)"),
        ("week", "2021-01-04", "Tuần 1/2021 (04/01/2021–10/01/2021)"),
        ("month", "2023-08-01", "Tháng 8/2023"),
        ("quarter", "2023-07-01", "Quý III/2023"),
        ("quarter", "2023-10-01", "Quý IV/2023"),
        ("half", "2023-01-01", "6 tháng đầu năm 2023"),
        ("half", "2023-07-01", "6 tháng cuối năm 2023"),
        ("year", "2023-01-01", "Năm 2023"),
    ],
)
def test_periods_in_words(period_type: str, start: str, shown: str) -> None:
    assert period_name(period_type, date.fromisoformat(start), date(2023, 8, 25)) == shown


def test_a_shared_rank_is_named_joint() -> None:
    assert rank_name({"rank": 2, "is_joint": True}) == "2 (đồng hạng)"
    assert rank_name({"rank": 2, "is_joint": False}) == "2"
    assert rank_name({"rank": None, "is_joint": False}) == "không xếp hạng"


def test_changes_in_places() -> None:
    assert [places(change) for change in (2, -1, 0, None)] == ["▲ 2", "▼ 1", "=", ""]


def test_peer_groups() -> None:
    assert peer_group_name("department") == "Sở, ngành"
    assert peer_group_name("district:T01.A", "Huyện An") == "Xã, phường, thị trấn thuộc Huyện An"


def test_abbreviations_keep_their_capitals_inside_a_sentence() -> None:
    assert lower_first("Tỷ lệ") == "tỷ lệ"
    assert lower_first("TTHC có giao dịch") == "TTHC có giao dịch"
    assert lower_first("") == ""
