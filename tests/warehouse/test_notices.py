"""What an operator is told about folders and declarations, and when a declaration stops a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.lake import file_lines, ingest, unread
from cds_pipeline.warehouse.notices import notices, require_declared

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "Mã HS,Mã TTHC,Ngày tiếp nhận,Trạng thái\nD-1,1.000001,25/08/2023,4\n"
DECLARED = 'sources: {vendor: {headings: {"Mã HS": dossier_code}}}\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "landing" / "2023-08-25" / "vendor"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "reference").mkdir()
    return Settings(home=tmp_path, reference=tmp_path / "reference", _env_file=None)


def declare(settings: Settings, text: str) -> None:
    (settings.reference_folder / "source_mappings.yml").write_text(text, encoding="utf-8")


def test_a_declaration_makes_the_files_of_its_source_be_read_again(settings: Settings) -> None:
    ingest(settings)
    assert [line.status for line in file_lines(settings)] == ["refused"]
    assert unread(settings) == []
    declare(settings, DECLARED)
    assert [file.source_system for file in unread(settings)] == ["vendor"]
    ingest(settings)
    assert [line.status for line in file_lines(settings)] == ["accepted"]
    assert unread(settings) == []
    declare(settings, "# một chú thích không đổi cách đọc\n" + DECLARED)
    assert unread(settings) == []


def test_what_matches_nothing_is_told_and_stops_the_run_only_where_required(
    settings: Settings,
) -> None:
    gone = DECLARED.replace("dossier_code", 'dossier_code, "Cột cũ": status')
    declare(settings, gone)
    ingest(settings)
    require_declared(settings, file_lines(settings))
    (told,) = notices(settings, file_lines(settings))
    assert "dòng 1: “Cột cũ” không còn khớp gì" in told
    declare(settings, gone.replace("vendor: {", "vendor: {required: true, "))
    with pytest.raises(ReferenceDataError, match="Cột cũ"):
        require_declared(settings, file_lines(settings))


def test_a_source_without_files_and_a_folder_that_is_no_day_are_told(settings: Settings) -> None:
    declare(settings, DECLARED.replace("vendor", "vendr"))
    (settings.landing_folder / "2023-13-01").mkdir()
    (settings.landing_folder / "lạc.csv").touch()
    (settings.landing_folder / ".gitkeep").touch()
    ingest(settings)
    stray, mapping = notices(settings, file_lines(settings))
    assert "“2023-13-01”, “lạc.csv”" in stray
    assert "chưa có tệp nào từ nguồn vendr" in mapping
