"""A row whose cells slipped into other columns brings nothing personal into the lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_world import GOOD, HEADINGS, as_csv

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


@pytest.mark.parametrize("code", ["0987000111", "84987000111", "001099000111", "123456789"])
def test_a_telephone_or_identity_number_is_no_dossier_code(landing: Landing, code: str) -> None:
    _, rows = landing.read("a.csv", as_csv([(code, *GOOD[1:])]))
    assert (rows[0].get("dossier_code"), rows[0].get("broken_rules")) == (
        None,
        "dossier_code_damaged",
    )
