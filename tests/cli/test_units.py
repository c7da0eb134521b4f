"""``cds units``: lives of the shipped units, counts by date, the picture of the reform."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command_line import run_command

from cds_pipeline import paths
from cds_pipeline.cli import units


def lives(text: str) -> list[dict[str, Any]]:
    result = run_command(units, None, "units", text, "--json")
    assert result.exit_code == 0
    found: list[dict[str, Any]] = json.loads(result.stdout)["units"]
    return found


def test_a_code_used_again_shows_every_unit_that_carried_it() -> None:
    assert [life["unit_code"] for life in lives("07228")] == ["H02.213.07228", "H05.07228"]
    old, new = lives("07228")
    assert old["versions"][0]["parents"][0]["unit_name"] == "Thành phố Bắc Giang"
    assert old["today"] == [{"unit_code": "H05.07228", "unit_name": "Phường Đa Mai"}]
    assert {row["unit_code"] for row in new["predecessors"]} >= {"H02.213.07228", "H02.213.07216"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("H02.216.07318", ["H02.216.07318"]),
        ("000.07318.216.H02", ["H02.216.07318"]),
        ("24", ["H02", "H05"]),
        ("phúc sơn", ["H02.216.07318", "H02.220.07630"]),
        ("UBND xã Phúc Sơn, huyện Tân Yên", ["H02.216.07318"]),
        ("Thị xã Việt Yên", ["H02.222"]),
    ],
)
def test_a_unit_is_found_by_code_or_name(text: str, codes: list[str]) -> None:
    assert [life["unit_code"] for life in lives(text)] == codes


def test_a_merged_commune_is_followed_to_today() -> None:
    life = lives("H02.216.07318")[0]
    assert [row["unit_code"] for row in life["successors"]] == ["H02.216.07333"]
    assert [row["unit_code"] for row in life["today"]] == ["H05.07333"]


def test_the_terminal_shows_names_parents_and_changes() -> None:
    text = run_command(units, None, "units", "H02.222").stdout
    assert "Huyện Việt Yên (huyện, mã GSO 222), thuộc Tỉnh Bắc Giang" in text
    assert "đổi tên, loại từ 01/02/2024" in text
    assert "Hiện nay: " in text


def test_units_are_counted_at_every_change() -> None:
    rows = json.loads(run_command(units, None, "units", "--json").stdout)["changes"]
    counts = {row["day"]: (row.get("district", 0), row["commune"]) for row in rows}
    assert counts["2024-02-01"] == (10, 209)
    assert counts["2025-01-01"] == (10, 192)
    assert counts["2025-07-01"] == (0, 99)


@pytest.mark.parametrize("arguments", [("Nơi nào đó",), ("--picture", "2025-07-02")])
def test_what_is_not_there_is_refused(arguments: tuple[str, ...]) -> None:
    result = run_command(units, None, "units", *arguments)
    assert result.exit_code == 2
    assert "Không có" in result.stderr


def test_the_picture_in_git_is_the_reform_of_2025() -> None:
    picture = run_command(units, None, "units", "--picture", "2025-07-01").stdout
    assert picture.count("xã|") == 60
    document = (paths.shipped_reference() / "reform_2025.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{picture}```" in document
