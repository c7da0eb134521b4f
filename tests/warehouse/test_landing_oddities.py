"""What is no ordinary file in the landing zone is a refused line, never the end of a run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from small_landing import FIRST, deliver

from cds_pipeline.settings import Settings
from cds_pipeline.warehouse import lake
from cds_pipeline.warehouse.lake import file_lines, ingest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    deliver(tmp_path, "2023-08-18", FIRST)
    return Settings(home=tmp_path, _env_file=None)


def refusals(home: Settings) -> dict[str, str | None]:
    ingest(home)
    lines = file_lines(home)
    assert [line.rows_read for line in lines if line.status == "accepted"] == [4]
    return {line.file_name: line.message for line in lines if line.status == "refused"}


def test_a_pipe_is_not_waited_for(home: Settings) -> None:
    os.mkfifo(home.landing_folder / "2023-08-18" / "b.csv")
    assert "ống dẫn" in str(refusals(home)["2023-08-18/b.csv"])


def test_a_name_that_is_no_text_gets_one(home: Settings) -> None:
    name = os.fsdecode(b"\xff.csv.part")
    (home.landing_folder / "2023-08-18" / name).write_text("x", encoding="utf-8")
    assert list(refusals(home)) == ["2023-08-18/\\xff.csv.part"]


def test_a_folder_that_cannot_be_opened_is_told(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home.landing_folder / "2023-08-18" / "motcua"
    closed.mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert "quyền đọc" in str(refusals(home)["2023-08-18/motcua"])


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied"), "quyền đọc"),
        (OSError(5, "Input/output error"), "Ổ đĩa"),
    ],
)
def test_a_file_the_machine_cannot_read_is_tried_again(
    home: Settings, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str
) -> None:
    path = deliver(home.home, "2023-08-18", FIRST[:1], "b.csv")
    digest = lake.sha256_of

    def fail(asked: Path) -> str:
        if asked == path:
            raise error
        return digest(asked)

    with monkeypatch.context() as patch:
        patch.setattr(lake, "sha256_of", fail)
        assert says in str(refusals(home)["2023-08-18/b.csv"])
    ingest(home)
    assert {line.status for line in file_lines(home)} == {"accepted"}
