"""``cds report``: files written and named, formats refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command_line import run_command

from cds_pipeline.cli import report

if TYPE_CHECKING:
    from cds_pipeline.settings import Settings


def test_page_and_workbook_are_written_and_named(world: Settings) -> None:
    result = run_command(report, world, "report")
    assert result.exit_code == 0
    assert result.stdout.split() == [
        str(world.reports_folder / f"ban-tin-2023-08-25.{ending}") for ending in ("html", "xlsx")
    ]


def test_one_format_of_one_week_as_json(world: Settings) -> None:
    result = run_command(
        report, world, "report", "--format", "html", "--week", "2023-W34", "--json"
    )
    assert json.loads(result.stdout) == {
        "files": [str(world.reports_folder / "ban-tin-2023-W34.html")]
    }


def test_formats_of_later_issues_are_refused_by_name(world: Settings) -> None:
    result = run_command(report, world, "report", "--format", "html,docx")
    assert result.exit_code == 2
    assert "docx" in result.stderr
    assert "html, xlsx" in result.stderr


def test_nothing_published_yet() -> None:
    result = run_command(report, None, "report")
    assert result.exit_code == 2
    assert "cds run" in result.stderr
