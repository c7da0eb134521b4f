"""``cds score``: from the definitions alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import run_command

from cds_pipeline.cli import score

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from cds_pipeline.settings import Settings


@pytest.fixture
def empty_home(tmp_path: Path) -> Settings:
    from cds_pipeline.settings import Settings

    return Settings(home=tmp_path, _env_file=None)


def run(settings: Settings, *arguments: str) -> Result:
    return run_command(score, settings, "score", *arguments)


@pytest.mark.parametrize(
    ("arguments", "value", "points", "most", "version"),
    [
        (("e_result_rate", "133274", "184513"), 72.23, 4.33, 6, "v2022"),
        (("reuse_rate", "4", "5"), 80, 2, 2, "v2022"),
        (("digitization_rate", "1", "3", "--on", "2023-08-25"), 33.33, None, None, "v2023"),
        (("digitization_rate", "1", "3", "--on", "2026-08-25"), 33.33, 1.33, 4, "v2026"),
        (("online_payment_rate", "1", "3"), 33.3, 2, 6, "v2022"),
        (("online_payment_procedure_rate", "1", "3"), 33.3, 0.83, 2, "v2022"),
        (("dossier_satisfaction_rate", "9", "10"), 90, 6, 6, "v2022"),
        (("on_time_rate", "0", "0"), 0, 0, 20, "v2022"),
        (("e_result_rate", "0", "0"), None, None, 6, "v2022"),
        (("petition_on_time_rate", "0", "0"), 0, 6, 6, "v2022"),
        (("online_submission_rate", "1", "3"), 33.33, None, None, "v2022"),
    ],
)
def test_value_and_score(
    empty_home: Settings, arguments: tuple[str, ...], value: object, points: object, most: object, version: str
) -> None:  # fmt: skip
    result = run(empty_home, *arguments, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["value_pct"], answer["score"], answer["max_score"]) == (value, points, most)
    assert answer["definition_version"] == version


def test_in_words(empty_home: Settings) -> None:
    assert "72,23 % · 4,33 / 6 điểm" in run(empty_home, "e_result_rate", "133274", "184513").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing", "1", "2"), "Không có chỉ tiêu nothing. Các chỉ tiêu: digitization_rate"),
        (("e_result_rate", "1.5", "2"), "Tử số «1.5» không phải số nguyên"),
        (("e_result_rate", "1", "2", "--on", "31/08/2026"), "Viết yyyy-mm-dd"),
        (("e_result_rate", "1", "2", "--on", "1999-01-01"), "sớm nhất từ 01/01/2020"),
    ],
)
def test_refusals(empty_home: Settings, arguments: tuple[str, ...], said: str) -> None:
    result = run(empty_home, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
