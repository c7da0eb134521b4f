"""The lake follows the landing zone: what is new is read, what is known is kept, nothing else."""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading import file_reader
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse import lake
from cds_pipeline.warehouse.lake import LakeDamagedError, discover, file_lines, ingest

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "Mã hồ sơ,Mã TTHC,Ngày tiếp nhận,Trạng thái\n"
ROW = "H02.19-{},1.005190,25/08/2023,Đang xử lý\n"
DAY = date(2023, 8, 25)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, _env_file=None)


def put(home: Settings, name: str, *codes: str, day: str = "2023-08-25") -> Path:
    path = home.landing_folder / day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADING + "".join(ROW.format(code) for code in codes), encoding="utf-8")
    return path


def rows(home: Settings) -> list[tuple[str, int, str]]:
    """All rows of the lake as (file, row, code)."""
    found = [
        pl.read_parquet(home.lake_folder / line.parquet)
        .select("source_file", "source_row", "dossier_code")
        .rows()
        for line in file_lines(home)
        if line.parquet is not None
    ]
    return sorted(row for rows_of_file in found for row in rows_of_file)


def parquet_files(home: Settings) -> int:
    return len(list(home.lake_folder.glob("dossier/*/*")))


def test_what_is_new_is_read_once(home: Settings) -> None:
    put(home, "a.csv", "1", "2")
    told: list[str] = []
    first = ingest(home, progress=lambda line: told.append(line.file_name))
    put(home, "onestop/b.csv", "3", day="2023-08-26")
    second = ingest(home)
    third = ingest(home)
    assert told == ["2023-08-25/a.csv"]
    assert (first.files_read, first.rows_read, first.files_unchanged) == (1, 2, 0)
    assert [line.file_name for line in second.lines] == ["2023-08-26/onestop/b.csv"]
    assert (third.files_read, third.files_found, third.files_unchanged) == (0, 2, 2)
    assert [(x.source_system, x.delivered_on, x.rows_valid) for x in file_lines(home)] == [
        ("default", DAY, 2),
        ("onestop", date(2023, 8, 26), 1),
    ]


def test_the_parquet_file_has_exactly_the_schema_of_the_vocabulary(home: Settings) -> None:
    put(home, "a.csv", "1")
    ingest(home)
    (line,) = file_lines(home)
    assert line.parquet is not None
    schema = pl.read_parquet_schema(home.lake_folder / line.parquet)
    assert dict(schema) == load_vocabulary().lake_types


def test_new_content_at_a_known_path_replaces_the_old(home: Settings) -> None:
    put(home, "a.csv", "1", "2")
    ingest(home)
    put(home, "a.csv", "3")
    ingest(home)
    assert rows(home) == [("2023-08-25/a.csv", 2, "H02.19-3")]
    assert parquet_files(home) == 1


def test_a_file_gone_from_landing_stays_in_the_lake(home: Settings) -> None:
    put(home, "a.csv", "1").unlink(missing_ok=ingest(home).files_refused == 0)
    ingest(home)
    assert len(rows(home)) == 1


def test_a_touched_file_is_not_read_again(home: Settings) -> None:
    path = put(home, "a.csv", "1")
    ingest(home)
    os.utime(path, ns=(1, 1))
    assert (ingest(home).files_read, ingest(home).files_unchanged) == (0, 1)


def test_only_the_days_asked_for_are_read(home: Settings) -> None:
    for day in (24, 25, 26):
        put(home, "a.csv", str(day), day=f"2023-08-{day}")
    put(home, "a.csv", "9", day="2023-08-32")
    put(home, "a.csv", "9", day="khác")
    ingest(home, DAY, DAY)
    assert [line.delivered_on.day for line in file_lines(home)] == [25]
    ingest(home, first=DAY)
    assert [line.delivered_on.day for line in file_lines(home)] == [25, 26]
    found = discover(home.landing_folder, None, None)
    assert [file.file_name[:10] for file in found] == ["2023-08-24", "2023-08-25", "2023-08-26"]


def test_a_refused_file_is_a_line_and_the_rest_goes_on(home: Settings) -> None:
    put(home, "a.txt")
    put(home, "b.csv", "1")
    summary = ingest(home)
    assert [(x.status, x.rows_read, x.parquet is None) for x in summary.lines] == [
        ("refused", 0, True),
        ("accepted", 1, False),
    ]
    assert summary.files_refused == 1
    assert ingest(home).files_read == 0


def test_a_file_that_becomes_unreadable_loses_its_rows(home: Settings) -> None:
    path = put(home, "a.csv", "1")
    ingest(home)
    path.write_bytes(b"")
    ingest(home)
    assert (rows(home), parquet_files(home)) == ([], 0)


def test_links_are_refused_and_not_followed(home: Settings) -> None:
    real = put(home, "a.csv", "1")
    real.with_name("link.csv").symlink_to(real)
    real.with_name("folder").symlink_to(home.home, target_is_directory=True)
    for _ in range(2):
        ingest(home)
    assert [(x.file_name[11:], x.status) for x in file_lines(home)] == [
        ("a.csv", "accepted"),
        ("folder", "refused"),
        ("link.csv", "refused"),
    ]


def test_members_of_an_archive_are_lines(home: Settings) -> None:
    path = put(home, "a.zip")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.csv", HEADING + ROW.format("1"))
        archive.writestr("y.csv", HEADING + ROW.format("2"))
    path.write_bytes(packed.getvalue())
    ingest(home)
    assert [row[0] for row in rows(home)] == ["2023-08-25/a.zip!x.csv", "2023-08-25/a.zip!y.csv"]
    assert ingest(home).files_read == 0
    put(home, "a.zip", "no archive any more")
    ingest(home)
    assert [(x.file_name, x.status) for x in file_lines(home)] == [("2023-08-25/a.zip", "refused")]
    assert parquet_files(home) == 0


def test_an_interrupted_run_leaves_whole_files_and_goes_on(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, "a.csv", "1")
    put(home, "b.csv", "2")
    read = file_reader.to_lake

    def full_disk(*arguments: object) -> object:
        if "b.csv" in str(arguments[1]):
            raise OSError(28, "No space left on device")
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(file_reader, "to_lake", full_disk)
    with pytest.raises(OSError, match="No space"):
        ingest(home)
    monkeypatch.setattr(file_reader, "to_lake", read)
    assert [row[0] for row in rows(home)] == ["2023-08-25/a.csv"]
    left_over = home.lake_folder / "dossier" / "2023-08-25" / "x.parquet.1.unfinished"
    left_over.write_bytes(b"half")
    summary = ingest(home)
    assert [line.file_name for line in summary.lines] == ["2023-08-25/b.csv"]
    assert not left_over.exists()


def test_another_reader_version_reads_again(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, "a.csv", "1")
    ingest(home)
    monkeypatch.setattr(lake, "reader_version", lambda: "another")
    assert [line.reader_version for line in ingest(home).lines] == ["another"]
    assert (ingest(home).files_read, parquet_files(home)) == (0, 1)


def test_a_refused_workbook_is_tried_again_under_another_limit(home: Settings) -> None:
    put(home, "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert [ingest(home).files_refused for _ in range(2)] == [1, 0]
    raised = Settings(home=home.home, workbook_max_mb=500, _env_file=None)
    assert [ingest(raised).files_refused for _ in range(2)] == [1, 0]


def test_a_lost_parquet_file_is_read_again(home: Settings) -> None:
    put(home, "a.csv", "1")
    ingest(home)
    for path in home.lake_folder.glob("dossier/*/*"):
        path.unlink()
    assert ingest(home).files_read == 1
    assert len(rows(home)) == 1


def test_a_damaged_manifest_is_named_and_repaired_by_reading_again(home: Settings) -> None:
    put(home, "a.csv", "1")
    ingest(home)
    (manifest,) = home.lake_folder.glob("files/*/*.json")
    manifest.write_text('{"file_name": ', encoding="utf-8")
    with pytest.raises(LakeDamagedError, match=manifest.name):
        file_lines(home)
    assert ingest(home).files_read == 1
    assert len(rows(home)) == 1


def test_the_manifest_is_readable_json(home: Settings) -> None:
    put(home, "một cửa.csv", "1")
    ingest(home)
    (manifest,) = home.lake_folder.glob("files/*/*.json")
    content = json.loads(manifest.read_text(encoding="utf-8"))
    expected = {
        "file_name": "2023-08-25/một cửa.csv", "delivered_on": "2023-08-25", "kind": "dossier",
        "source_system": "default", "format": "csv", "encoding": "UTF-8", "rows_read": 1,
        "rows_valid": 1, "rows_quarantined": 0, "status": "accepted", "message": None,
    }  # fmt: skip
    assert expected.items() <= content.items()
    assert {"sha256", "loaded_at", "reader_version", "parquet", "size", "mtime_ns"} <= set(content)


def test_names_that_differ_in_unicode_form_only_are_two_files(home: Settings) -> None:
    put(home, "h\u1ed3.csv", "1")
    put(home, "ho\u0302\u0300.csv", "2")
    ingest(home)
    assert sorted(row[2] for row in rows(home)) == ["H02.19-1", "H02.19-2"]


def test_no_landing_zone_is_nothing_to_read(home: Settings) -> None:
    assert ingest(home).files_found == 0
    assert file_lines(home) == []
