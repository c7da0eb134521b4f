"""``cds query``: saved and ad hoc, as table, JSON and CSV; never a write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import run_command

from cds_pipeline.cli import query

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings

FORMULA = "select '=1+1' as a, '-1,5' as b, -2 as c, '@x' as \"+d\""


def test_saved_queries_are_listed(world: Settings) -> None:
    result = run_command(query, world, "query")
    assert result.exit_code == 0
    assert "rank" in result.stdout
    names = json.loads(run_command(query, world, "query", "--json").stdout)["queries"]
    assert {"rank", "gap", "units"} <= {entry["name"] for entry in names}


def test_a_saved_query_with_parameters(world: Settings) -> None:
    result = run_command(
        query, world, "query", "rank", "--param", "peers=district", "--param", "period=year",
        "--param", "indicator=digitization_rate", "--json",
    )  # fmt: skip
    rows = json.loads(result.stdout)["rows"]
    assert [(row["unit_code"], row["rank"]) for row in rows] == [("T01.A", 1), ("T01.B", 2)]


def test_an_ad_hoc_query_shows_values_as_people_write_them(world: Settings) -> None:
    sql = "select 4131 as n, 85.4 as pct, date '2023-08-25' as d, true as b, null as x"
    text = run_command(query, world, "query", sql).stdout
    assert "│ 4.131 │ 85,40 │ 25/08/2023 │ có │ – │" in text


def test_long_results_are_cut_with_a_note(world: Settings) -> None:
    result = run_command(query, world, "query", "select * from marts.dim_date", "--limit", "2")
    assert sum(line.startswith("│") for line in result.stdout.splitlines()) == 2
    assert "Hiện 2 trên" in result.stderr


def test_more_columns_than_the_terminal_holds_are_shown_one_below_the_other(
    world: Settings,
) -> None:
    result = run_command(query, world, "query", "gap", "--limit", "1")
    lines = [line.split(maxsplit=1) for line in result.stdout.splitlines()]
    assert lines[0] == ["Dòng", "1"]
    assert ["unit_name", "Tỉnh Thử Nghiệm"] in lines
    assert ["value_pct", "66,67"] in lines


def test_csv_starts_with_a_bom_and_no_cell_is_a_formula(world: Settings, tmp_path: Path) -> None:
    target = tmp_path / "kq.csv"
    result = run_command(query, world, "query", FORMULA, "--csv", str(target))
    assert result.exit_code == 0
    assert target.read_bytes() == b"\xef\xbb\xbfa,b,c,'+d\r\n'=1+1,\"-1,5\",-2,'@x\r\n"
    on_stdout = run_command(query, world, "query", FORMULA, "--csv", "-")
    assert on_stdout.stdout_bytes == target.read_bytes()


@pytest.mark.parametrize(
    "sql",
    [
        "create table marts.x as select 1 as a",
        "delete from marts.fact_dossier",
        "insert into quality.quarantine select * from quality.quarantine",
        "drop view reports.ranking",
        "copy (select 1) to 'ra.csv'",
        "attach 'khac.duckdb' as khac",
        "select * from read_text('/etc/hostname')",
        "set enable_external_access = true",
    ],
)
def test_nothing_can_be_written_or_read_outside(
    world: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sql: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = world.published_warehouse.read_bytes()
    result = run_command(query, world, "query", sql)
    assert result.exit_code == 2, result.stdout
    assert world.published_warehouse.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


def test_repeated_column_names_survive(world: Settings) -> None:
    result = run_command(query, world, "query", "select 1 as a, 2 as a", "--json")
    assert json.loads(result.stdout) == {"columns": ["a", "a_2"], "rows": [{"a": 1, "a_2": 2}]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["khong_co"], "Truy vấn lưu sẵn: "),
        (["select khong_co from marts.dim_unit"], "khong_co"),
        (["select"], "Không có truy vấn"),
        (["peer_groups"], "thiếu tham số"),
        (["units", "--param", "ten"], "tên=giá trị"),
        (["units", "--param", "ten=1"], "không có tham số ten"),
        (["rank", "--param", "as_of=hôm qua"], "hôm qua"),
        (["units", "--json", "--csv", "-"], "Chọn một trong hai"),
    ],
)
def test_wrong_usage(world: Settings, arguments: list[str], said: str) -> None:
    result = run_command(query, world, "query", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
