"""Which row is the heading, what its columns are, and when a table is refused."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from reading_world import GOOD, HEADINGS, Landing, as_csv

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.headings import find_headings
from cds_pipeline.reading.identifiers import digest

if TYPE_CHECKING:
    from collections.abc import Callable

ALL_HEADINGS = [
    (heading, column.name)
    for column in load_vocabulary().columns.values()
    for heading in column.headings
]
CANONICAL = ("dossier_code", "procedure_code", "received_at", "due_at", "status")


@pytest.mark.parametrize(("heading", "column"), ALL_HEADINGS)
def test_every_heading_of_the_vocabulary_in_any_writing(heading: str, column: str) -> None:
    for written in (
        heading,
        heading.upper(),
        f"  {heading.lower()}\u00a0 ",
        unicodedata.normalize("NFD", heading),
        heading.replace(" ", "\n"),
        f"{heading} (*)",
        f"{heading}:",
    ):
        assert (
            find_headings([[written, "Tình trạng" if column != "status" else "Ngày nộp"]]).columns[
                0
            ]
            == column
        )


def test_other_tone_placement_is_the_same_heading() -> None:
    assert find_headings([["Số hoá thành phần hồ sơ", "Trạng thái"]]).columns == (
        "has_digitized_component",
        "status",
    )


def test_headings_under_titles_and_column_numbers(landing: Landing) -> None:
    text = "\n".join(
        [
            "UBND TỈNH,,,,",
            '"BÁO CÁO HỒ SƠ, QUÝ III",,,,',
            "",
            ",".join(HEADINGS),
            "(1),(2),(3),(4),(5)",
            ",".join(GOOD),
        ]
    )
    outcome, rows = landing.read("a.csv", text)
    assert [(r["source_row"], r["dossier_code"]) for r in rows] == [(6, GOOD[0])]
    assert outcome.message is None


def test_merged_heading_rows_combine_parent_and_leaf() -> None:
    rows = [
        ["STT", "Mã hồ sơ", "TTHC", "", "Ngày", "", "Trạng thái"],
        ["", "", "Mã", "Tên TTHC", "tiếp nhận", "hẹn trả", ""],
        ["1", *GOOD[:2], "Cấp bản sao", *GOOD[2:]],
    ]
    found = find_headings(rows)
    assert found.columns == (
        None, "dossier_code", "procedure_code", "procedure_name", "received_at", "due_at", "status",
    )  # fmt: skip
    assert (found.first_row, found.data_row, found.unknown) == (0, 2, ())


def test_three_merged_heading_rows() -> None:
    rows = [
        ["Hồ sơ", "", "Thời gian", "", "Trạng thái"],
        ["Mã hồ sơ", "Mã TTHC", "Ngày", "", ""],
        ["", "", "tiếp nhận", "hẹn trả", ""],
        list(GOOD),
    ]
    found = find_headings(rows)
    assert (found.columns, found.data_row) == (CANONICAL, 3)


def test_unknown_headings_load_and_are_reported_with_the_nearest(landing: Landing) -> None:
    headings = (*HEADINGS, "Chủ hồ sơ", "Ngày hẹn  tra", "STT")
    outcome, rows = landing.read("a.csv", as_csv([(*GOOD, "x", "y", "1")], headings))
    assert outcome.unknown_headings == ("Chủ hồ sơ", "Ngày hẹn tra")
    assert outcome.message is not None
    assert "“Ngày hẹn tra” (gần giống “Ngày hẹn trả”)" in outcome.message
    assert len(rows) == 1


def test_missing_required_heading_names_it_and_the_nearest_seen(
    refusal: Callable[[str, str], str],
) -> None:
    message = refusal("a.csv", as_csv([GOOD], ("Mã HS hồ sơ", *HEADINGS[1:4], "Tỉnh")))
    assert "Thiếu cột bắt buộc" in message
    assert "“Mã hồ sơ” (gần nhất trong tệp: “Mã HS hồ sơ”)" in message
    assert "“Trạng thái” (không có tiêu đề nào gần giống)" in message


def test_procedure_name_replaces_its_code(landing: Landing) -> None:
    headings = ("Mã hồ sơ", "Tên thủ tục", *HEADINGS[2:])
    outcome, rows = landing.read("a.csv", as_csv([(GOOD[0], "Cấp BẢN SAO", *GOOD[2:])], headings))
    assert outcome.status == "accepted"
    assert rows[0]["procedure_name_key"] == digest("cấp bản sao")


def test_the_same_column_twice_is_refused_naming_both(refusal: Callable[[str, str], str]) -> None:
    message = refusal("a.csv", as_csv([(*GOOD, "9")], (*HEADINGS, "Tình trạng")))
    assert "“Trạng thái” (cột 5)" in message
    assert "“Tình trạng” (cột 6)" in message


def test_no_heading_row_is_refused_without_quoting_cells(
    refusal: Callable[[str, str], str],
) -> None:
    message = refusal("a.csv", "001085012345,Nguyễn Văn A\n001085012346,Trần Thị B\n")
    assert "Không tìm thấy dòng tiêu đề" in message
    assert "Nguyễn" not in message
    assert "001085" not in message


def test_what_looks_like_data_is_not_shown_as_heading(landing: Landing) -> None:
    headings = (*HEADINGS, "a@b.vn", "0912345678")
    outcome, _ = landing.read("a.csv", as_csv([(*GOOD, "", "")], headings))
    assert outcome.unknown_headings == ("(cột thứ 6)", "(cột thứ 7)")
