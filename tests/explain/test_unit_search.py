"""Finding the unit a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cds_pipeline.explain.unit_search import find_unit
from cds_pipeline.reporting.selection import NoSuchChoiceError, choose_period
from cds_pipeline.warehouse.published import open_published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cds_pipeline.settings import Settings


@pytest.fixture
def code_of(world: Settings) -> Iterator[Callable[[str], str]]:
    with open_published(world) as warehouse:
        selection = choose_period(warehouse)
        yield lambda text: str(find_unit(warehouse, selection, text)["unit_code"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("T01.A", "T01.A"),
        ("t01.a", "T01.A"),
        ("901", "T01.A"),
        ("90102", "T01.A.2"),
        ("T01.A@20200101", "T01.A"),
        ("Huyện An", "T01.A"),
        ("an", "T01.A"),
        ("UBND huyện An", "T01.A"),
        ("xã Hoà Lạc", "T01.A.1"),
        ("Phúc Sơn, huyện An", "T01.A.2"),
        ("UBND xã Phúc Sơn - thị xã Bình", "T01.B.2"),
        ("Sở Ba, Bốn", "T01.S2"),
        ("Sở Một - Hai", "T01.S1"),
    ],
)
def test_codes_and_names_find_their_unit(
    code_of: Callable[[str], str], text: str, code: str
) -> None:
    assert code_of(text) == code


def test_a_name_of_two_units_lists_both(code_of: Callable[[str], str]) -> None:
    with pytest.raises(NoSuchChoiceError) as error:
        code_of("Phúc Sơn")
    assert "Xã Phúc Sơn, Huyện An (T01.A.2)" in str(error.value)
    assert "Xã Phúc Sơn, Thị xã Bình (T01.B.2)" in str(error.value)


@pytest.mark.parametrize("text", ["", "   ", "Không Đâu", "phường Hòa Lạc", "Phúc Sơn, huyện Xa"])
def test_an_unknown_unit_is_refused(code_of: Callable[[str], str], text: str) -> None:
    with pytest.raises(NoSuchChoiceError, match="cds query units"):
        code_of(text)


def test_a_near_name_is_suggested(code_of: Callable[[str], str]) -> None:
    with pytest.raises(NoSuchChoiceError, match=r"Xã Hòa Lạc, Huyện An \(T01.A.1\)"):
        code_of("Hòa Lac")
