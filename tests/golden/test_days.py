"""A duration is shown in days wherever a person reads it, never as a percentage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Cds = Callable[..., str]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

DURATION = "mean_processing_days"


@pytest.mark.parametrize(
    "command",
    [("gap", "--indicator", DURATION, "--peers", "province"), ("rank", "--indicator", DURATION)],
)
def test_commands_show_days(cds: Cds, command: tuple[str, ...]) -> None:
    said = cds(*command)
    assert re.search(r"\d,\d\d\s+ngày", said)
    assert not re.search(r"\d%", said)


def test_explain_goes_from_days_to_seconds_and_dossiers(cds: Cds) -> None:
    said = cds("explain", "Hiệp Hòa", DURATION)
    value = said.split("2. Giá trị")[1]
    assert re.search(r"\d,\d\d ngày = [\d.]+ / [\d.]+ giây / hồ sơ", value)
    assert not re.search(r"\d%", value)


def test_dossiers_are_readable_on_a_narrow_screen(cds: Cds) -> None:
    said = cds("explain", "Hiệp Hòa", "digitization_rate", "--limit", "3")
    lines = said.split("4. Hồ sơ")[1].splitlines()
    assert max(map(len, lines[3:])) <= 80
    assert any(re.match(r"│ H02\.223[\d.-]{8,}", line) for line in lines)


def test_the_bulletin_shows_days(cds: Cds, home: Path) -> None:
    page = (home / "reports" / "ban-tin-2023-08-25.html").read_text(encoding="utf-8")
    row = page[page.index("Thời gian giải quyết trung bình") :][:400]
    assert re.search(r"\d,\d\d ngày", row)
