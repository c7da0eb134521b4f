"""The dated lists of units in ``warehouse/reference/sources``, read and checked against each other.

Belongs here: reading the lists, finding entries that cannot be units. Does not belong here: what
changed from one list to the next (``history``).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "H02", "H05"
# [A] The last rearrangement of communes before the first list; DOMAIN.md dates none earlier.
FIRST_DAY = "2020-01-01"
# Districts are abolished and Bắc Giang joins Bắc Ninh.
ABOLISHED = "2025-07-01"

_SNAPSHOTS = "bac_giang_units_snapshots_2022_2025.csv"
_MERGERS = "bac_giang_2023_to_2025_07.csv"
_REFORM = "bac_giang_old_to_new_2025.csv"
_NEW_COMMUNES = "bac_ninh_new_units_2025.csv"
# The reform spells the commune as it is spoken; the office's lists keep "Xã Xa Lý".
_SPELLED_DIFFERENTLY = {"07540": "Xã Sa Lý"}


class HistoryError(ValueError):
    """The lists contradict each other; the message names the list and the code."""


class Place(NamedTuple):
    """A district or commune as one list has it."""

    unit_code: str
    gso_code: str
    name: str
    level: str
    parent_code: str


class Commune(NamedTuple):
    """A commune of the new province."""

    unit_code: str
    gso_code: str
    name: str
    is_old_bac_giang: bool


class LeftOut(NamedTuple):
    """An entry of a list that is no unit, and why."""

    snapshot_date: str
    gso_code: str
    unit_name: str
    district_name: str
    reason: str


@dataclass(frozen=True)
class Sources:
    """The lists, stale entries left out.

    Attributes:
        snapshots: districts and communes by list date and GSO code, oldest first.
        merged_into: GSO code of a commune dissolved on 1 Jan 2025 to the one that took it in.
        successor: GSO code of every commune of early 2025 to its commune of 1 Jul 2025.
        new_communes: communes of the new province by GSO code.
        departments: rows of ``units.csv``.
        department_pairs: old code, new code, day.
        left_out: stale entries.
    """

    snapshots: dict[str, dict[str, Place]]
    merged_into: dict[str, str]
    successor: dict[str, str]
    new_communes: dict[str, Commune]
    departments: list[tuple[str, ...]]
    department_pairs: list[tuple[str, str, str]]
    left_out: list[LeftOut]


def read_sources(folder: Path) -> Sources:
    """Read all lists.

    Raises:
        HistoryError: a list is contradicted by another.
    """
    successor = {r["old_commune_code"]: r["new_commune_code"] for r in _rows(folder / _REFORM)}
    snapshots, left_out = _read_snapshots(_rows(folder / _SNAPSHOTS), successor)
    sources = Sources(
        snapshots,
        {
            r["code_2023"]: r["code_2025_01"]
            for r in _rows(folder / _MERGERS)
            if r["code_2023"] != r["code_2025_01"]
        },
        successor,
        {
            r["new_commune_code"]: Commune(
                f"{NEW}.{r['new_commune_code']}",
                r["new_commune_code"],
                r["new_commune_name"],
                r["contains_old_bac_giang"] == "True",
            )
            for r in _rows(folder / _NEW_COMMUNES)
        },
        [
            (
                r["unit_code"], "", r["unit_name"], "department",
                r["parent_unit_code"], "24", r["valid_from"], r["valid_to"],
            )
            for r in _rows(folder / "departments.csv")
        ],
        [
            (r["old_unit_code"], r["new_unit_code"], r["valid_from"])
            for r in _rows(folder / "department_lineage.csv")
        ],
        left_out,
    )  # fmt: skip
    _check_reform(sources, _rows(folder / _REFORM))
    _check_mergers(sources, _rows(folder / _MERGERS))
    return sources


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_snapshots(
    rows: list[dict[str, str]], successor: dict[str, str]
) -> tuple[dict[str, dict[str, Place]], list[LeftOut]]:
    """The lists by date, without communes that come back from the dead.

    A commune is stale when the list before lacks it, and the reform that dissolved every commune
    there was does not know it either. The copied lists carry a mark of the same; it must agree.
    """
    by_day: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_day[row["snapshot_date"]].append(row)
    known = {row["commune_code"] for row in by_day[min(by_day)]}
    snapshots: dict[str, dict[str, Place]] = {}
    left_out = []
    for day in sorted(by_day):
        places: dict[str, Place] = {}
        for row in by_day[day]:
            gso = row["commune_code"]
            is_stale = gso not in known and gso not in successor
            if is_stale != (row["suspect_stale"] == "true"):
                raise HistoryError(f"{_SNAPSHOTS}: {day} {gso}: stale mark and finding disagree")
            if is_stale:
                left_out.append(_stale(row, day))
                continue
            district = f"{OLD}.{row['district_code']}"
            places[row["district_code"]] = Place(
                district, row["district_code"], _name(row["district_name"]), "district", OLD
            )
            places[gso] = Place(f"{district}.{gso}", gso, row["commune_name"], "commune", district)
        snapshots[day] = places
    return snapshots, left_out


def _stale(row: dict[str, str], day: str) -> LeftOut:
    return LeftOut(
        day,
        row["commune_code"],
        row["commune_name"],
        row["district_name"],
        "Xã đã giải thể năm 2020: không có trong các danh mục 2022-2024, không có trong phương án "
        "sắp xếp 192 xã ngày 01/07/2025; Tổng cục Thống kê liệt kê lại do dữ liệu cũ.",
    )


def _name(name: str) -> str:
    """The office writes "Thị Xã Việt Yên" in some lists."""
    return name.replace("Thị Xã ", "Thị xã ")


def _check_reform(sources: Sources, rows: list[dict[str, str]]) -> None:
    """Every commune of early 2025 has exactly one successor, named as the new list names it."""
    last = {g: p for g, p in list(sources.snapshots.values())[-1].items() if p.level == "commune"}
    for row in rows:
        old, new = row["old_commune_code"], row["new_commune_code"]
        name = row["old_commune_name"]
        if old not in last or name not in (last[old].name, _SPELLED_DIFFERENTLY.get(old)):
            raise HistoryError(f"{_REFORM}: {old} is not in the last list under that name")
        if row["relation"] != "whole":
            raise HistoryError(f"{_REFORM}: {old} is not taken over whole by {new}")
        heir = sources.new_communes.get(new)
        if heir is None or heir.name != row["new_commune_name"] or not heir.is_old_bac_giang:
            raise HistoryError(f"{_NEW_COMMUNES}: {new} is missing or named differently")
    if len(rows) != len(sources.successor) or sources.successor.keys() != last.keys():
        raise HistoryError(f"{_REFORM}: does not list every commune of the last list once")
    heirs = {gso for gso, commune in sources.new_communes.items() if commune.is_old_bac_giang}
    if set(sources.successor.values()) != heirs:
        raise HistoryError(f"{_NEW_COMMUNES}: communes of old Bắc Giang without predecessor")


def _check_mergers(sources: Sources, rows: list[dict[str, str]]) -> None:
    """The chain 2023 to 2025 starts from the first list and ends where the reform says."""
    first = {
        g: p for g, p in next(iter(sources.snapshots.values())).items() if p.level == "commune"
    }
    if {row["code_2023"] for row in rows} != first.keys():
        raise HistoryError(f"{_MERGERS}: does not list every commune of 2023")
    for row in rows:
        if sources.successor.get(row["code_2025_01"]) != row["new_commune_code_2025_07"]:
            raise HistoryError(f"{_MERGERS}: {row['code_2023']} ends elsewhere than in {_REFORM}")
