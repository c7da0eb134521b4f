"""A unit's life: its names, parents and codes over time, what it came from and what became of it.

Belongs here: reading the reference tables for one unit, the picture of a reform. Does not belong
here: the tables (``load``), layout in the terminal (``cli``), figures (SQL).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cds_pipeline.reference.unit_names import NameParts, agency_code, name_parts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cds_pipeline.reference.load import Reference

Row = dict[str, Any]


@dataclass(frozen=True)
class UnitLife:
    """Everything the reference tables say about one unit code.

    Attributes:
        unit_code: the code.
        versions: ``unit_name, unit_level, gso_code, valid_from, valid_to, parents`` by date;
            parents are ``unit_code, unit_name, valid_from, valid_to``.
        codes: other codes, ``code, kind, valid_from, valid_to``.
        predecessors: ``valid_from, kind, unit_code, unit_name``.
        successors: as predecessors.
        today: codes and names of the units that are there now in its place.
    """

    unit_code: str
    versions: list[Row]
    codes: list[Row]
    predecessors: list[Row]
    successors: list[Row]
    today: list[Row]

    def as_json(self) -> Row:
        """The life as one JSON object."""
        return dict(vars(self))


class UnitBook:
    """The units of a reference, looked up by whatever people call them."""

    def __init__(self, reference: Reference) -> None:
        self._versions: dict[str, list[Row]] = defaultdict(list)
        for row in reference.tables["units"].to_pylist():
            self._versions[row["unit_code"]].append(row)
        for rows in self._versions.values():
            rows.sort(key=lambda row: row["valid_from"])
        self.lineage: list[Row] = sorted(
            reference.tables["unit_lineage"].to_pylist(),
            key=lambda row: (row["valid_from"], row["old_unit_code"], row["new_unit_code"]),
        )
        self._aliases: list[Row] = reference.tables["unit_code_alias"].to_pylist()

    def find(self, text: str) -> list[UnitLife]:
        """Units of that code (old or new order, GSO) or name, at any time; earliest first."""
        code = agency_code(text)
        codes = {c for c in self._versions if agency_code(c) == code}
        codes |= {a["unit_code"] for a in self._aliases if a["alias_code"] == code}
        if not codes:
            parts = name_parts(text)
            codes = {
                row["unit_code"]
                for row in self._all()
                if parts.full_key == row["full_key"]
                or (parts.name_key == row["name_key"] and self._fits(row, parts))
            }
        lives = [self.life(c) for c in codes]
        return sorted(lives, key=lambda life: (life.versions[0]["valid_from"], life.unit_code))

    def life(self, code: str) -> UnitLife:
        """The life of one unit code.

        Raises:
            KeyError: there is no such code.
        """
        return UnitLife(
            code,
            [self._version(row) for row in self._versions[code]],
            [
                {"code": a["alias_code"], **{k: a[k] for k in ("kind", "valid_from", "valid_to")}}
                for a in self._aliases
                if a["unit_code"] == code
            ],
            [self._change(r, "old_unit_code") for r in self.lineage if r["new_unit_code"] == code],
            [self._change(r, "new_unit_code") for r in self.lineage if r["old_unit_code"] == code],
            [{"unit_code": c, "unit_name": self.name(c)} for c in self._today(code)],
        )

    def name(self, code: str, on: date | None = None) -> str:
        """The name of a unit on a day, or its last."""
        rows = [r for r in self._versions[code] if on is None or r["valid_from"] <= on]
        return str((rows or self._versions[code])[-1]["unit_name"])

    def last_version(self, code: str) -> Row:
        """The row of ``units`` that is or was the unit's last."""
        return self._versions[code][-1]

    def counts(self, on: date) -> dict[str, int]:
        """Units of each level valid on a day."""
        found: dict[str, int] = defaultdict(int)
        for row in self._all():
            if row["valid_from"] <= on and (row["valid_to"] is None or row["valid_to"] > on):
                found[row["unit_level"]] += 1
        return dict(found)

    def changes(self) -> list[date]:
        """Days on which units changed."""
        return sorted({row["valid_from"] for row in self.lineage})

    def _all(self) -> Iterable[Row]:
        for rows in self._versions.values():
            yield from rows

    def _fits(self, row: Row, parts: NameParts) -> bool:
        if parts.parent_key and parts.parent_key not in self._names_above(row):
            return False
        return not parts.type_key or parts.type_key == row["type_key"]

    def _names_above(self, row: Row) -> set[str]:
        names: set[str] = set()
        while row["parent_unit_code"]:
            above = self._versions[row["parent_unit_code"]]
            names |= {parent["name_key"] for parent in above}
            row = above[-1]
        return names

    def _version(self, row: Row) -> Row:
        shown = {
            key: row[key]
            for key in ("unit_name", "unit_level", "gso_code", "valid_from", "valid_to")
        }
        above = self._versions.get(row["parent_unit_code"] or "", [])
        shown["parents"] = [
            {key: parent[key] for key in ("unit_code", "unit_name", "valid_from", "valid_to")}
            for parent in above
            if (row["valid_to"] is None or parent["valid_from"] < row["valid_to"])
            and (parent["valid_to"] is None or parent["valid_to"] > row["valid_from"])
        ]
        return shown

    def _change(self, row: Row, other: str) -> Row:
        return {
            "valid_from": row["valid_from"],
            "kind": row["kind"],
            "unit_code": row[other],
            "unit_name": self.name(row[other]),
        }

    def _today(self, code: str) -> list[str]:
        """Units without a later change that the unit's matters went to."""
        reached = {code}
        for row in self.lineage:  # by date: every change sees the ones before it
            if row["old_unit_code"] in reached and row["new_unit_code"] != row["old_unit_code"]:
                reached.add(row["new_unit_code"])
        return sorted(c for c in reached if self._versions[c][-1]["valid_to"] is None)


def reform_picture(book: UnitBook, day: date) -> str:
    """The changes of one day among districts and communes as a Mermaid flowchart.

    One arrow a district and new commune, labelled with the number of its communes taken over.
    """
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for row in book.lineage:
        old, new = row["old_unit_code"], row["new_unit_code"]
        last = book.last_version(old)
        if row["valid_from"] == day and last["unit_level"] == "commune" and old != new:
            taken[last["parent_unit_code"], new] += 1
    if not taken:
        return "flowchart LR\n"
    districts, communes = (sorted(set(codes)) for codes in zip(*taken, strict=True))
    lines = [
        "flowchart LR",
        *(f'    {_node(code)}["{book.name(code)}"]' for code in districts),
        *(f'    {_node(code)}(["{book.name(code)}"])' for code in communes),
        *(f"    {_node(o)} -->|{n} xã| {_node(c)}" for (o, c), n in sorted(taken.items())),
    ]
    return "\n".join(lines) + "\n"


def _node(code: str) -> str:
    return "u" + code.replace(".", "_")
