"""``cds rank``: table, JSON, refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import run_command
from published_world import dossiers, publish_world

from cds_pipeline.cli import rank
from cds_pipeline.reporting import write_bulletin

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings

# The columns other programs rely on; more may stand beside them.
PUBLIC_COLUMNS = {
    "as_of_date",
    "period_type",
    "period_start",
    "indicator_id",
    "peer_group",
    "unit_key",
    "unit_code",
    "unit_name",
    "numerator",
    "denominator",
    "value_pct",
    "rank",
    "peers_ranked",
    "is_joint",
    "rank_previous",
    "rank_change",
    "value_change_pp",
    "gap_to_above_pp",
    "gap_to_first_pp",
    "band",
    "not_ranked_reason",
}


def test_the_table_names_rank_value_and_fraction(world: Settings) -> None:
    result = run_command(rank, world, "rank")
    assert result.exit_code == 0
    lines = [line for line in result.stdout.splitlines() if "An" in line or "Bình" in line]
    assert [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines] == [
        ["1", "Huyện An", "62,50%", "5 / 8", "0,00", "trung bình"],
        ["2", "Thị xã Bình", "40,00%", "2 / 5", "22,50", "yếu"],
    ]
    assert "Lũy kế từ đầu năm 2023 đến 25/08/2023 (số tạm tính)" in result.stdout


def test_any_day_chooses_a_week(world: Settings) -> None:
    result = run_command(rank, world, "rank", "--period", "week", "--on", "20/08/2023")
    assert "Tuần 33/2023 (14/08/2023–20/08/2023)" in result.stdout
    # Without figures of the week before there is no change to show.
    assert "Đổi hạng" not in result.stdout


def test_changes_show_where_there_is_a_period_before(tmp_path: Path) -> None:
    weeks = [
        {"received_at": f"2023-08-{day} 08:00:00", "delivered_on": f"2023-08-{day}"}
        for day in ("16", "23")
    ]
    settings = publish_world(
        tmp_path,
        [
            *dossiers("T01.A", 1, 2, **weeks[0]),
            *dossiers("T01.B", 2, 2, **weeks[0]),
            *dossiers("T01.A", 3, 4, **weeks[1]),
            *dossiers("T01.B", 1, 4, **weeks[1]),
        ],
    )
    text = run_command(rank, settings, "rank", "--period", "week").stdout
    lines = [line for line in text.splitlines() if "An" in line or "Bình" in line]
    assert [[cell.strip() for cell in line.split("│")[2:7]] for line in lines] == [
        ["Huyện An", "75,00%", "3 / 4", "▲ 1", "+25,00"],
        ["Thị xã Bình", "25,00%", "1 / 4", "▼ 1", "−75,00"],
    ]
    page = write_bulletin(settings, ["html"], "2023-W34")[0].read_text(encoding="utf-8")
    assert "lên 1 hạng" in page
    assert "xuống 1 hạng" in page


def test_joint_and_unranked_units_are_named(world: Settings) -> None:
    communes = run_command(rank, world, "rank", "--peers", "commune").stdout
    assert communes.count("2 (đồng hạng)") == 2
    assert communes.index("Xã Phúc Sơn, huyện An") < communes.index("Phường Trung, thị xã Bình")
    departments = run_command(rank, world, "rank", "--peers", "department").stdout
    assert "không xếp hạng: không phát sinh hồ sơ trong kỳ" in departments


def test_communes_of_one_district(world: Settings) -> None:
    result = run_command(rank, world, "rank", "--peers", "district:T01.A")
    assert "thuộc Huyện An" in result.stdout
    assert "Hòa Lạc" in result.stdout
    assert "Trung" not in result.stdout.replace("trung bình", "")


def test_json_has_the_columns_of_the_mart(world: Settings) -> None:
    result = run_command(rank, world, "rank", "--indicator", "on_time_rate", "--json")
    printed = json.loads(result.stdout)
    rows = printed.pop("rows")
    assert printed == {
        "as_of_date": "2023-08-25",
        "period_type": "ytd",
        "period_start": "2023-01-01",
        "is_provisional": True,
        "indicator_id": "on_time_rate",
        "definition_version": "v2022",
        "peer_group": "district",
    }
    assert [row["unit_code"] for row in rows] == ["T01.A", "T01.B"]
    assert set(rows[0]) >= PUBLIC_COLUMNS


@pytest.mark.parametrize(
    ("arguments", "listed"),
    [
        (["--indicator", "so_hoa"], "digitization_rate"),
        (["--peers", "huyen"], "district:T01.B"),
        (["--period", "tuan"], "week"),
        (["--as-of", "2020-01-01"], "25/08/2023"),
        (["--as-of", "hôm qua"], "25/08/2023"),
    ],
)
def test_wrong_usage_lists_what_exists(world: Settings, arguments: list[str], listed: str) -> None:
    result = run_command(rank, world, "rank", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert listed in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_published_yet() -> None:
    result = run_command(rank, None, "rank", "--json")
    assert result.exit_code == 2
    assert "cds run" in result.stderr
