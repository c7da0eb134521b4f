"""``cds explain``: what is printed, and that it adds up in print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import run_command

from cds_pipeline.cli import explain

if TYPE_CHECKING:
    from cds_pipeline.settings import Settings


def test_the_walk_from_definition_to_dossiers(world: Settings) -> None:
    result = run_command(explain, world, "explain", "Huyện An", "digitization_rate")
    assert result.exit_code == 0
    for line in (
        "1. Định nghĩa",
        "Độ tin của định nghĩa: giả định của dự án.",
        "62,50% = 5 / 8 hồ sơ",
        "Các phần cộng lại đúng bằng con số ở mục 2.",
        "5 trong tử số + 3 ngoài tử số = 8 trong mẫu số (khớp với con số ở mục 2)",
        "Ngoài tử số: 3 hồ sơ ",
        "2023-08-18/a.csv, dòng 13",
    ):
        assert line in result.stdout, line


def test_a_commune_skips_the_parts(world: Settings) -> None:
    text = run_command(explain, world, "explain", "T01.A.1", "digitization_rate").stdout
    assert "3. Hồ sơ" in text
    assert "Các phần" not in text


def test_a_day_of_comparison_says_where_dossiers_are_kept(world: Settings) -> None:
    text = run_command(
        explain, world, "explain", "T01", "digitization_rate", "--as-of", "18/08/2023"
    ).stdout
    assert "cds run --as-of 2023-08-18" in text


def test_no_dossiers_in_the_period(world: Settings) -> None:
    text = run_command(explain, world, "explain", "T01.S2", "digitization_rate").stdout
    assert "–: không phát sinh hồ sơ trong kỳ." in text


def test_json_counts_are_complete_though_rows_are_limited(world: Settings) -> None:
    result = run_command(
        explain, world, "explain", "T01", "digitization_rate", "--limit", "1", "--json"
    )
    printed = json.loads(result.stdout)
    dossiers = printed["dossiers"]
    assert (dossiers["in_numerator"], dossiers["not_in_numerator"]) == (16, 8)
    assert (printed["parts_add_up"], dossiers["add_up"]) == (True, True)
    assert len(dossiers["not_in_numerator_rows"]) == 1
    assert printed["unit"]["unit_code"] == "T01"
    assert printed["value"]["numerator"] == 16


@pytest.mark.parametrize(
    ("unit", "indicator", "said"),
    [
        ("Phúc Sơn", "digitization_rate", "T01.B.2"),
        ("Không Đâu", "digitization_rate", "cds query units"),
        ("T01", "so_hoa", "digitization_rate"),
    ],
)
def test_what_cannot_be_explained_is_wrong_usage(
    world: Settings, unit: str, indicator: str, said: str
) -> None:
    result = run_command(explain, world, "explain", unit, indicator)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
