"""Builds ``units.csv`` and ``unit_lineage.csv`` from the dated lists in ``sources/``.

Belongs here: what the lists say about Bắc Giang and Bắc Ninh from 2022 to today, and the checks the
lists must pass. Does not belong here: loading the result (``load``), regrouping figures (SQL).

``python -m cds_pipeline.reference.history`` rebuilds the files; a test compares them with git.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cds_pipeline import paths
from cds_pipeline.reference.unit_lists import (
    ABOLISHED,
    FIRST_DAY,
    NEW,
    OLD,
    Commune,
    HistoryError,
    LeftOut,
    Place,
    Sources,
    read_sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

UNIT_COLUMNS = (
    "unit_code", "gso_code", "unit_name", "unit_level",
    "parent_unit_code", "province_code", "valid_from", "valid_to",
)  # fmt: skip
_LEVELS = ("province", "department", "district", "commune")


class UnitRow(NamedTuple):
    """One line of ``units.csv``; dates in ISO form, blank where open."""

    unit_code: str
    gso_code: str
    unit_name: str
    unit_level: str
    parent_unit_code: str
    province_code: str
    valid_from: str
    valid_to: str


class Change(NamedTuple):
    """One line of ``unit_lineage.csv``: from that day on, the old unit's matters are the new's."""

    old_unit_code: str
    new_unit_code: str
    valid_from: str
    kind: str


@dataclass(frozen=True)
class History:
    """What the lists come to.

    Attributes:
        units: one row per unit and validity period, provinces first.
        lineage: old and new units of every change, those that keep their code included.
        left_out: entries of the lists that are no units, each with its reason.
    """

    units: list[UnitRow]
    lineage: list[Change]
    left_out: list[LeftOut]


def build_history(folder: Path | None = None) -> History:
    """Units and their lineage from the lists in ``folder`` (default the shipped ones).

    Raises:
        HistoryError: the lists contradict each other; names the list and the code.
    """
    sources = read_sources(folder or paths.shipped_reference() / "sources")
    rows = [*_provinces(), *sources.departments, *_old_places(sources), *_new_communes(sources)]
    units = [UnitRow(*row) for row in rows]
    units.sort(key=lambda u: (_LEVELS.index(u.unit_level), u.unit_code, u.valid_from))
    pairs = {
        *sources.department_pairs, *_district_pairs(sources), *_commune_pairs(sources),
        *_last_day_pairs(sources), *_renames(units),
    }  # fmt: skip
    return History(units, _with_kinds(pairs, units), sources.left_out)


def _provinces() -> Iterable[tuple[str, ...]]:
    yield (OLD, "24", "Tỉnh Bắc Giang", "province", "", "24", FIRST_DAY, ABOLISHED)
    yield (NEW, "24", "Tỉnh Bắc Ninh", "province", "", "24", ABOLISHED, "")


def _old_places(sources: Sources) -> Iterable[tuple[str, ...]]:
    """Districts and communes up to the day districts are abolished, a row per unbroken period."""
    spans: dict[str, list[tuple[Place, str, str]]] = defaultdict(list)
    days = [*sources.snapshots, ABOLISHED]
    for (day, places), until in zip(sources.snapshots.items(), days[1:], strict=True):
        begin = FIRST_DAY if day == days[0] else day
        for place in places.values():
            rows = spans[place.unit_code]
            if rows and rows[-1][0] == place and rows[-1][2] == begin:
                begin_before = rows.pop()[1]
                rows.append((place, begin_before, until))
            else:
                rows.append((place, begin, until))
    for rows in spans.values():
        for place, begin, end in rows:
            yield (
                place.unit_code, place.gso_code, place.name, place.level,
                place.parent_code, "24", begin, end,
            )  # fmt: skip


def _new_communes(sources: Sources) -> Iterable[tuple[str, ...]]:
    for commune in sources.new_communes.values():
        yield (
            commune.unit_code,
            commune.gso_code,
            commune.name,
            "commune",
            NEW,
            "24",
            ABOLISHED,
            "",
        )


def _district_pairs(sources: Sources) -> set[tuple[str, str, str]]:
    """Old and new districts of every commune that changed its district."""
    found = set()
    for (_, before), (day, after) in pairwise(sources.snapshots.items()):
        homes = {p.gso_code: p.parent_code for p in after.values() if p.level == "commune"}
        moved = {
            (place.parent_code, homes[gso])
            for gso, place in before.items()
            if place.level == "commune" and homes.get(gso, place.parent_code) != place.parent_code
        }
        codes = {place.unit_code for place in after.values()}
        for old, new in moved:
            found.add((old, new, day))
            found |= {
                (code, code, day) for code in (old, new) if code in codes and _known(code, before)
            }
    return found


def _known(code: str, places: dict[str, Place]) -> bool:
    return any(place.unit_code == code for place in places.values())


def _commune_pairs(sources: Sources) -> set[tuple[str, str, str]]:
    """Communes that moved or were merged while there were districts."""
    found = set()
    for (_, before), (day, after) in pairwise(sources.snapshots.items()):
        for gso, place in before.items():
            if place.level != "commune":
                continue
            heir = after.get(gso) or after.get(sources.merged_into.get(gso, ""))
            if heir is None:
                raise HistoryError(f"{place.unit_code} ({place.name}) has no successor on {day}")
            if heir.unit_code != place.unit_code:
                found.add((place.unit_code, heir.unit_code, day))
            if heir.gso_code != gso:
                kept = before[heir.gso_code].unit_code
                found.add((kept, heir.unit_code, day))
    return found


def _last_day_pairs(sources: Sources) -> set[tuple[str, str, str]]:
    """The reform of 1 July 2025: every old place to the communes that took it over."""
    last = list(sources.snapshots.values())[-1]
    found = {(OLD, NEW, ABOLISHED)}
    for gso, place in last.items():
        if place.level == "commune":
            heir: Commune = sources.new_communes[sources.successor[gso]]
            found.add((place.unit_code, heir.unit_code, ABOLISHED))
            found.add((place.parent_code, heir.unit_code, ABOLISHED))
    return found


def _renames(units: list[UnitRow]) -> set[tuple[str, str, str]]:
    return {
        (later.unit_code, later.unit_code, later.valid_from)
        for earlier, later in pairwise(units)
        if earlier.unit_code == later.unit_code
    }


def _with_kinds(pairs: set[tuple[str, str, str]], units: list[UnitRow]) -> list[Change]:
    """Name every change; one old unit with several new ones is a split before all else.

    The reform of a whole level, district to communes, is a split: a district's own dossiers belong
    to no single commune. What the new province's offices and the province itself took over is a
    merger: the other half was old Bắc Ninh, which is no part of this history.
    """
    heirs: dict[tuple[str, str], set[str]] = defaultdict(set)
    heritage: dict[tuple[str, str], set[str]] = defaultdict(set)
    levels = {unit.unit_code: unit.unit_level for unit in units}
    for old, new, day in pairs:
        if levels[old] == levels[new]:
            heirs[old, day].add(new)
            heritage[new, day].add(old)
    changes = []
    for old, new, day in pairs:
        if levels[old] != levels[new] or len(heirs[old, day]) > 1:
            kind = "split"
        elif len(heritage[new, day]) > 1 or (new.startswith(NEW) and levels[new] != "commune"):
            kind = "merged"
        else:
            kind = "renamed" if old == new else "moved"
        changes.append(Change(old, new, day, kind))
    return sorted(changes, key=lambda c: (c.valid_from, c.old_unit_code, c.new_unit_code))


def write_history(history: History, folder: Path) -> list[Path]:
    """Write the files into a reference folder.

    Returns:
        ``units.csv``, ``unit_lineage.csv`` and ``sources/left_out.csv``.
    """
    return [
        _write(folder / "units.csv", UNIT_COLUMNS, history.units),
        _write(folder / "unit_lineage.csv", Change._fields, history.lineage),
        _write(folder / "sources" / "left_out.csv", LeftOut._fields, history.left_out),
    ]


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


if __name__ == "__main__":
    write_history(build_history(), paths.shipped_reference())
