"""Tables as the Dagster UI shows them."""

from __future__ import annotations

from datetime import date

import pytest

from cds_pipeline.orchestration.markdown import cell, fitting_table, markdown_table


def test_numbers_to_the_right_and_blanks_as_dashes() -> None:
    rows = [{"Đơn vị": "Huyện An", "Hồ sơ": 4131, "Tỷ lệ": 85.4}, {"Đơn vị": None, "Hồ sơ": None, "Tỷ lệ": None}]  # fmt: skip
    assert markdown_table(rows, ["Đơn vị", "Hồ sơ", "Tỷ lệ"]).splitlines() == [
        "|Đơn vị|Hồ sơ|Tỷ lệ|",
        "|---|---:|---:|",
        "|Huyện An|4.131|85,40|",
        "|–|–|–|",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "có"), (date(2023, 8, 25), "25/08/2023"), ("a|b\nc", "a\\|b c"), (-3, "−3")],
)
def test_cells(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_a_table_is_cut_to_fit_and_says_how_much_is_left_out() -> None:
    rows = [{"n": number} for number in range(1, 101)]
    text = fitting_table(rows, ["n"], 60)
    assert len(text) <= 60
    kept = text.count("\n|") - 1
    assert text.endswith(f"… và {100 - kept} dòng nữa.")
    assert fitting_table(rows[:3], ["n"], 60).endswith("|3|")
