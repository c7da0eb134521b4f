"""The dated lists in, units and their lineage out; the files in git are what the lists say."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cds_pipeline import paths
from cds_pipeline.reference.history import Change, History, build_history, write_history
from cds_pipeline.reference.unit_lists import HistoryError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def history() -> History:
    return build_history()


def test_the_files_in_git_are_what_the_lists_say(history: History, tmp_path: Path) -> None:
    for rebuilt in write_history(history, tmp_path):
        shipped = paths.shipped_reference() / rebuilt.relative_to(tmp_path)
        assert rebuilt.read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        ("2022-10-01", 10, 209),
        ("2023-08-25", 10, 209),
        ("2024-02-01", 10, 209),
        ("2024-12-31", 10, 209),
        ("2025-01-01", 10, 192),
        ("2025-06-30", 10, 192),
        ("2025-07-01", 0, 99),
    ],
)
def test_units_are_counted_by_date(
    history: History, day: str, districts: int, communes: int
) -> None:
    valid = [u for u in history.units if u.valid_from <= day < (u.valid_to or "9999")]
    levels = Counter(u.unit_level for u in valid)
    assert (levels["province"], levels["district"], levels["commune"]) == (1, districts, communes)
    assert len({u.unit_code for u in valid}) == len(valid)


def test_names_and_parents_are_those_of_the_day(history: History) -> None:
    def of(gso_code: str) -> list[tuple[str, str, str, str]]:
        return [
            (u.unit_code, u.unit_name, u.parent_unit_code, u.valid_from)
            for u in history.units
            if u.gso_code == gso_code
        ]

    assert of("222") == [
        ("H02.222", "Huyện Việt Yên", "H02", "2020-01-01"),
        ("H02.222", "Thị xã Việt Yên", "H02", "2024-02-01"),
    ]
    assert sorted(of("07525"), key=lambda row: row[3]) == [
        ("H02.219.07525", "Thị trấn Chũ", "H02.219", "2020-01-01"),
        ("H02.224.07525", "Phường Chũ", "H02.224", "2025-01-01"),
        ("H05.07525", "Phường Chũ", "H05", "2025-07-01"),
    ]
    assert [row[:2] for row in of("24")] == [("H02", "Tỉnh Bắc Giang"), ("H05", "Tỉnh Bắc Ninh")]


def test_every_commune_of_early_2025_has_one_successor_and_58_are_reused(history: History) -> None:
    ended = {
        u.unit_code: u
        for u in history.units
        if u.unit_level == "commune" and u.valid_to == "2025-07-01"
    }
    heirs = {
        c.old_unit_code: c.new_unit_code
        for c in history.lineage
        if c.valid_from == "2025-07-01" and c.old_unit_code in ended
    }
    assert len(ended) == len(heirs) == 192
    assert len(set(heirs.values())) == 58
    old_codes = {u.gso_code for u in ended.values()}
    assert all(code.removeprefix("H05.") in old_codes for code in heirs.values())
    names = {u.unit_code: u.unit_name for u in history.units if u.valid_from == "2025-07-01"}
    by_gso = {u.gso_code: u.unit_name for u in ended.values()}
    assert sum(by_gso[code[4:]] != names[code] for code in set(heirs.values())) == 37


def test_three_new_communes_draw_on_two_districts_of_2023(history: History) -> None:
    origin: dict[str, set[str]] = {u.unit_code: {u.unit_code} for u in history.units}
    for day in ("2025-01-01", "2025-07-01"):
        changes = [c for c in history.lineage if c.valid_from == day and c.new_unit_code.count(".")]
        before = dict(origin)
        for new in {c.new_unit_code for c in changes}:
            olds = [c.old_unit_code for c in changes if c.new_unit_code == new]
            origin[new] = set().union(*(before[old] for old in olds if old.count(".") == 2))
    drawn = {
        new[4:]
        for new, olds in origin.items()
        if new.startswith("H05.") and len({old[:7] for old in olds}) > 1
    }
    assert drawn == {"07228", "07696", "07699"}


def test_changes_carry_their_kind(history: History) -> None:
    expected = {
        Change("H02.222", "H02.222", "2024-02-01", "renamed"),
        Change("H02.221", "H02.213", "2025-01-01", "merged"),
        Change("H02.213", "H02.213", "2025-01-01", "merged"),
        Change("H02.219", "H02.224", "2025-01-01", "split"),
        Change("H02.219", "H02.219", "2025-01-01", "split"),
        Change("H02.216.07318", "H02.216.07333", "2025-01-01", "merged"),
        Change("H02.221.07681", "H02.213.07681", "2025-01-01", "moved"),
        Change("H02", "H05", "2025-07-01", "merged"),
        Change("H02.220.07663", "H05.07663", "2025-07-01", "moved"),
        Change("H02.216", "H05.07306", "2025-07-01", "split"),
    }
    assert expected <= set(history.lineage)


def test_communes_dissolved_in_2020_are_left_out_and_on_record(history: History) -> None:
    stale = {"07693", "07732", "07744"}
    assert {entry.gso_code for entry in history.left_out} == stale
    assert all(entry.reason for entry in history.left_out)
    assert not stale & {u.gso_code for u in history.units}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("bac_giang_units_snapshots_2022_2025.csv", "07693,Xã Tân An,Xã,true",
         "07693,Xã Tân An,Xã,false", "07693"),
        ("bac_giang_old_to_new_2025.csv", ",07201,Phường Thọ Xương,", ",07999,Phường Lạ,", "07999"),
        ("bac_giang_old_to_new_2025.csv", "07210,Phường Bắc Giang,Phường,whole",
         "07210,Phường Bắc Giang,Phường,part", "07201"),
        ("bac_ninh_new_units_2025.csv", "07228,Phường Đa Mai", "07228,Phường Khác", "07228"),
        ("bac_giang_2023_to_2025_07.csv", "Phường Trần Nguyên Hãn,07207", "Phường Trần Nguyên Hãn,07281",
         "07204"),
    ],
)  # fmt: skip
def test_lists_that_contradict_each_other_are_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(paths.shipped_reference() / "sources", sources)
    text = (sources / name).read_text(encoding="utf-8")
    assert old in text
    (sources / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(HistoryError, match=message):
        build_history(sources)
