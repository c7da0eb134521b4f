"""``cds gap``: table, JSON, refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command_line import run_command

from cds_pipeline.cli import gap

if TYPE_CHECKING:
    from cds_pipeline.settings import Settings

# The columns other programs rely on; more may stand beside them.
PUBLIC_COLUMNS = {
    "as_of_date",
    "period_type",
    "period_start",
    "indicator_id",
    "unit_key",
    "unit_code",
    "unit_name",
    "unit_level",
    "numerator",
    "denominator",
    "value_pct",
    "target_pct",
    "gap_pp",
    "gap_dossiers",
    "forecast_dossiers",
    "required_rate_rest",
    "best_reachable_pct",
    "required_per_workday",
    "projected_pct",
    "projected_low_pct",
    "projected_high_pct",
    "expected_met_on",
    "status",
}


def cells(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines]


def test_the_province_first_then_levels_without_communes(world: Settings) -> None:
    result = run_command(gap, world, "gap")
    assert result.exit_code == 0
    rows = cells(result.stdout)
    assert rows[0] == [
        "Tỉnh Thử Nghiệm", "66,67%", "16 / 24", "100,00%", "33,33", "8", "còn thiếu",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["Sở Một - Hai", "Sở Ba, Bốn", "Thị xã Bình", "Huyện An"]
    assert rows[2][-1] == "không phát sinh hồ sơ"


def test_one_group_or_all(world: Settings) -> None:
    def units(*arguments: str) -> list[str]:
        return [row[0] for row in cells(run_command(gap, world, "gap", *arguments).stdout)]

    assert units("--peers", "province") == ["Tỉnh Thử Nghiệm"]
    assert units("--peers", "district:T01.B") == [
        "Phường Trung, thị xã Bình",
        "Xã Phúc Sơn, thị xã Bình",
    ]
    assert len(units("--peers", "all")) == 9
    assert len(set(units("--peers", "commune"))) == 4


def test_an_indicator_without_target_says_so(world: Settings) -> None:
    result = run_command(gap, world, "gap", "-i", "on_time_rate", "--peers", "province")
    assert result.exit_code == 0
    assert "không giao chỉ tiêu" in result.stdout
    assert "targets.csv" in result.stderr


def test_json_has_the_columns_of_the_mart(world: Settings) -> None:
    printed = json.loads(run_command(gap, world, "gap", "--peers", "province", "--json").stdout)
    assert printed["definition_version"] == "v2023"
    assert [row["gap_dossiers"] for row in printed["rows"]] == [8]
    assert set(printed["rows"][0]) >= PUBLIC_COLUMNS


def test_an_unknown_group_lists_the_groups(world: Settings) -> None:
    result = run_command(gap, world, "gap", "--peers", "huyen")
    assert result.exit_code == 2
    assert "district:<mã huyện>" in result.stderr
