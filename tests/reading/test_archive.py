"""Packed files and Parquet exports."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from reading_world import GOOD, HEADINGS, as_csv

from cds_pipeline.reading import archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from reading_world import Landing

CSV = as_csv([GOOD]).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_gzip_of_any_format(landing: Landing) -> None:
    for name, content in (("a.csv.gz", CSV), ("a.json.gz", b"[]"), ("A.CSV.GZ", CSV)):
        outcome, rows = landing.read(name, gzip.compress(content))
        assert (outcome.status, outcome.file_name) == ("accepted", f"2023-08-25/{name}")
        assert [r["source_file"] for r in rows] == [outcome.file_name] * len(rows)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv.gz", CSV, "không phải"),
        ("a.csv.gz", gzip.compress(CSV * 1000)[:-30], "hỏng"),
        ("a.csv.gz", gzip.compress(CSV)[:-3] + b"abc", "hỏng"),
        ("a.txt.gz", gzip.compress(CSV), ".txt"),
        ("a.gz", gzip.compress(CSV), "Đuôi tệp"),
        ("a.csv", gzip.compress(CSV), "gzip"),
        ("a.zip", b"PK\x03\x04 nothing", "hỏng"),
        ("a.zip", zipped({}), "ZIP rỗng"),
        ("a.zip", CSV, "không phải"),
    ],
)
def test_broken_packages_are_refused(
    refusal: Callable[[str, bytes], str], name: str, content: bytes, says: str
) -> None:
    assert says in refusal(name, content)


def test_every_member_of_a_zip_is_a_file_of_its_own(landing: Landing) -> None:
    content = zipped(
        {
            "b/một cửa.csv": CSV,
            "a.json": b"[]",
            "readme.txt": b"x",
            "in.zip": zipped({"x.csv": CSV}),
            "__MACOSX/a.csv": b"x",
        }
    )
    found = landing.read_all(landing.put("onestop/a.zip", content))
    assert [(o.file_name.partition("!")[2], o.status, o.rows_read) for o, _ in found] == [
        ("a.json", "accepted", 0),
        ("b/một cửa.csv", "accepted", 1),
        ("in.zip", "refused", 0),
        ("readme.txt", "refused", 0),
    ]
    assert found[1][1][0]["source_file"] == "2023-08-25/onestop/a.zip!b/một cửa.csv"
    assert found[1][1][0]["source_system"] == "onestop"


def test_limits_of_archives(
    refusal: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_EXPANDED_BYTES", 1000)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    assert "quá lớn" in refusal("a.csv.gz", gzip.compress(b"a" * 5000))
    assert "quá lớn" in refusal("a.zip", zipped({"a.csv": b"a" * 5000}))
    assert "hơn 2 tệp" in refusal("a.zip", zipped(dict.fromkeys("abc", CSV)))


@pytest.mark.parametrize("place", [-30, 0, 10])
def test_a_damaged_member_is_refused_alone(landing: Landing, place: int) -> None:
    content = bytearray(zipped({"0.json": b"[]", "a.csv": CSV * 3, "b.csv": CSV}))
    start = content.index(b"a.csv") + place
    content[start : start + 4] = b"\xff" * 4
    found = landing.read_all(landing.put("a.zip", bytes(content)))
    assert [o.status for o, _ in found] == ["accepted", "refused", "accepted"]


def parquet(columns: dict[str, list[Any]]) -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "names", [HEADINGS, ("dossier_code", "procedure_code", "received_at", "due_at", "status")]
)
def test_parquet_with_headings_or_canonical_names(landing: Landing, names: tuple[str, ...]) -> None:
    moment = datetime(2023, 8, 25, 8, 30)
    values = [[GOOD[0]], [GOOD[1]], [moment], [moment.date()], [4]]
    content = parquet(dict(zip(names, values, strict=True)) | {"Chủ hồ sơ": ["x"], "Lệ phí": [5e4]})
    outcome, rows = landing.read("a.parquet", content)
    assert outcome.unknown_headings == ("Chủ hồ sơ",)
    assert (rows[0]["source_row"], rows[0]["received_at"], rows[0]["status"]) == (1, moment, 4)
    assert str(rows[0]["fee_total"]) == "50000.00"
    assert "broken_rules" not in rows[0]


def test_parquet_with_broken_text_is_refused(refusal: Callable[[str, bytes], str]) -> None:
    stream = io.BytesIO()
    columns = dict(zip(HEADINGS, [[cell] for cell in GOOD], strict=True))
    pl.DataFrame(columns).write_parquet(stream, compression="uncompressed", statistics=False)
    for text in (GOOD[4], HEADINGS[4]):
        content = stream.getvalue().replace(text.encode(), b"\xff" * len(text.encode()))
        assert "hỏng" in refusal("a.parquet", content)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PAR1" + b"\0" * 50, "hỏng"),
        (parquet({"a": [1]})[:-6], "hỏng"),
        (parquet({"a": [1]}), "tiêu đề"),
        (CSV, "không phải"),
    ],
)
def test_broken_parquet_is_refused(
    refusal: Callable[[str, bytes], str], content: bytes, says: str
) -> None:
    assert says in refusal("a.parquet", content)
