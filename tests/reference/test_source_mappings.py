"""The file of declarations: what it says, and what is told when it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cds_pipeline import paths
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.source_mappings import SourceMapping, load_mappings, unmatched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass
class Delivered:
    delivered_on: date
    declarations_used: tuple[str, ...] | None


def load(folder: Path, text: str) -> Mapping[str, SourceMapping]:
    (folder / "source_mappings.yml").write_text(text, encoding="utf-8")
    return load_mappings(folder)


def test_the_shipped_file_declares_nothing_and_no_folder_inherits_it(tmp_path: Path) -> None:
    assert load_mappings(paths.shipped_reference()) == {}
    assert load_mappings(tmp_path) == {}


@pytest.mark.parametrize("text", ["", "# chỉ có chú thích\n", "sources:\n", "sources: {}\n"])
def test_an_empty_file_declares_nothing(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == {}


def test_headings_codes_and_ways_of_writing(tmp_path: Path) -> None:
    mapping = load(
        tmp_path,
        """sources:
  onestop:
    headings: {"Mã HS (*)": dossier_code, "Ngày": {column: received_at, required: true}}
    codes: {status: {"Hoàn thành": 9}, flag: {"Đã số hóa": true}}
    date_order: month_first
    numbers: en
""",
    )["onestop"]
    said = {e.entry_id: (e.target, e.line, e.required) for e in mapping.entries}
    assert said == {
        "headings/mã hs": ("dossier_code", 3, False),
        "headings/ngày": ("received_at", 3, True),
        "codes/status/hoàn thành": ("9", 4, False),
        "codes/flag/đã số hoá": ("1", 4, False),
        "date_order": ("month_first", 5, False),
        "numbers": ("en", 6, False),
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("sources: [a\n", 2, "không đọc được YAML"),
        ("nguon: {}\n", 1, "khóa lạ"),
        ("sources:\n  a:\n    heading: {}\n", 3, "dùng một trong: headings"),
        ('sources:\n  a:\n    headings: {"Mã": dosier_code}\n', 3, "có thể là dossier_code"),
        ('sources:\n  a:\n    headings: {"(*)": status}\n', 3, "không có chữ nào"),
        ('sources:\n  a:\n    headings:\n      "MÃ": status\n      "mã": channel\n', 5, "trùng"),
        ("sources:\n  a:\n    codes: {trangthai: {x: 1}}\n", 3, "status"),
        ("sources:\n  a:\n    codes:\n      status: {xong: 11}\n", 4, "mã status không có"),
        ("sources:\n  a:\n    date_order: mdy\n", 3, "month_first"),
        ("sources:\n  a:\n    numbers: vn\n", 3, "dùng một trong: vi, en"),
        ("sources:\n  a:\n    required: có\n", 3, "viết true hoặc false"),
        ("sources:\n  a:\n    numbers: vi\n    numbers: en\n", 4, "khóa lặp lại"),
        ("sources:\n  a:\n", 2, "trống"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_remedy(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    with pytest.raises(ReferenceDataError) as told:
        load(tmp_path, text)
    assert told.value.line == line
    assert said in str(told.value)
    assert "Cách sửa" in str(told.value)


def test_a_heading_must_match_the_newest_day_a_code_any_day(tmp_path: Path) -> None:
    mapping = load(
        tmp_path,
        'sources:\n  a:\n    headings: {"Mã HS": dossier_code, "TT": status}\n'
        "    codes: {status: {xong: 9, dở: 4}}\n",
    )["a"]
    old = Delivered(date(2023, 8, 1), ("headings/mã hs", "headings/tt", "codes/status/xong"))
    new = Delivered(date(2023, 8, 8), ("headings/mã hs",))
    silent = Delivered(date(2023, 8, 9), None)
    left = [entry.entry_id for entry in unmatched(mapping, [old, new, silent])]
    assert left == ["headings/tt", "codes/status/dở"]
    assert unmatched(mapping, [silent]) == []
