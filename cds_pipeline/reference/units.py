"""Units: what their rows must be to each other, their keys and their other codes.

Belongs here: checks and derived columns of ``units`` and ``unit_code_alias``. Does not belong
here: reading the files (``csv_file``) and the unit dimension (SQL).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.text import sort_key
from cds_pipeline.reference.unit_names import agency_code, name_parts

if TYPE_CHECKING:
    from cds_pipeline.reference.csv_file import CsvTable

FOREVER = date.max
_GSO_LENGTHS = (3, 5)


def check_validity(table: CsvTable, code_column: str) -> None:
    """Refuse periods that end before they begin, or overlap for one code.

    Raises:
        ReferenceDataError: naming the line and the code.
    """
    periods: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    for line, row in table.rows():
        code, begin, end = row[code_column], row["valid_from"] or date.min, row["valid_to"]
        if end is not None and end <= begin:
            raise ReferenceDataError(
                table.path,
                f"valid_to không sau valid_from ({begin} → {end})",
                "valid_to là ngày đầu tiên không còn hiệu lực, để trống nếu còn hiệu lực",
                line=line,
                value=code,
            )
        periods[agency_code(code) or code].append((begin, end or FOREVER, line))
    for code, spans in periods.items():
        spans.sort()
        for earlier, later in pairwise(spans):
            if later[0] < earlier[1]:
                raise ReferenceDataError(
                    table.path,
                    f"{code_column} có hai dòng chồng thời gian hiệu lực "
                    f"(dòng {earlier[2]} và {later[2]})",
                    "ghi valid_to của dòng cũ bằng valid_from của dòng mới, hoặc bỏ dòng thừa",
                    line=later[2],
                    value=code,
                )


class UnitCodes:
    """Every way to write a unit's code, over the whole of ``units``.

    Attributes:
        codes: unit codes as written in ``units.csv``.
        ambiguous: GSO codes that two units carry at the same time, resolved by nobody.
    """

    def __init__(self, units: CsvTable) -> None:
        self.codes: set[str] = set(units.columns["unit_code"])
        self._spelled = {agency_code(code) or code: code for code in sorted(self.codes)}
        self._spans: dict[str, dict[str, tuple[date, date | None]]] = defaultdict(dict)
        self._provinces = {
            row["gso_code"] for _, row in units.rows() if row["unit_level"] == "province"
        }
        for _, row in units.rows():
            gso, unit = row["gso_code"], row["unit_code"]
            if gso and gso not in self._spelled:
                begin, end = row["valid_from"], row["valid_to"]
                known = self._spans[gso].get(unit)
                if known:
                    begin = min(begin, known[0])
                    end = None if end is None or known[1] is None else max(end, known[1])
                self._spans[gso][unit] = (begin, end)
        self.ambiguous = sorted(gso for gso, owners in self._spans.items() if _overlap(owners))

    def find(self, code: str, on: date | None = None) -> str | None:
        """The unit code, as ``units.csv`` writes it, that a code means.

        Args:
            code: a unit code, or a GSO code.
            on: the day meant; decides between units that carried a GSO code one after the other.

        Returns:
            ``None`` when no unit, or more than one, is meant.
        """
        key = agency_code(code) or code
        owners = self._spans.get(key, {})
        if len(owners) > 1 and on is not None:
            owners = {
                unit: (begin, end)
                for unit, (begin, end) in owners.items()
                if begin <= on < (end or FOREVER)
            }
        return self._spelled.get(key) or (next(iter(owners)) if len(owners) == 1 else None)

    def aliases(self) -> list[dict[str, Any]]:
        """Other codes that resolve: an old code in today's order, and GSO codes.

        GSO codes have 5 digits for communes, 3 for districts and 2 for provinces; each row has the
        days on which the unit carries the code, for the office uses codes again.
        """
        rows = [
            _alias(key, code, "agency", "Mã định danh viết theo thứ tự hiện hành")
            for key, code in self._spelled.items()
            if key != code
        ]
        for gso, owners in self._spans.items():
            is_gso = gso.isdigit() and (len(gso) in _GSO_LENGTHS or gso in self._provinces)
            if is_gso and gso not in self.ambiguous:
                rows += [
                    _alias(gso, unit, "gso", "Mã đơn vị hành chính của Tổng cục Thống kê", span)
                    for unit, span in owners.items()
                ]
        return rows


def _alias(
    code: str, unit: str, kind: str, note: str, span: tuple[date | None, date | None] = (None, None)
) -> dict[str, Any]:
    return {
        "alias_code": code, "unit_code": unit, "kind": kind, "note": note,
        "valid_from": span[0], "valid_to": span[1],
    }  # fmt: skip


def _overlap(owners: dict[str, tuple[date, date | None]]) -> bool:
    spans = sorted((begin, end or FOREVER) for begin, end in owners.values())
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))


def link_parents(units: CsvTable, codes: UnitCodes) -> None:
    """Write every parent as the code of its unit; refuse one that is missing or goes in a circle.

    Raises:
        ReferenceDataError: naming the line and the parent.
    """
    parents: list[str | None] = []
    above: dict[str, set[str]] = defaultdict(set)
    for line, row in units.rows():
        given = row["parent_unit_code"]
        found = codes.find(given, row["valid_from"]) if given else None
        if given and found is None:
            raise ReferenceDataError(
                units.path,
                "đơn vị cấp trên không có trong tệp",
                "thêm dòng cho đơn vị cấp trên, sửa parent_unit_code, hoặc để trống",
                line=line,
                value=given,
            )
        parents.append(found)
        if found:
            above[row["unit_code"]].add(found)
    for line, row in units.rows():
        if _reaches(row["unit_code"], above):
            raise ReferenceDataError(
                units.path,
                "đơn vị là cấp trên của chính nó",
                "sửa parent_unit_code",
                line=line,
                value=row["unit_code"],
            )
    units.columns["parent_unit_code"] = parents


def _reaches(code: str, above: dict[str, set[str]]) -> bool:
    """Whether a unit is found again among the units above it."""
    seen: set[str] = set()
    waiting = list(above.get(code, ()))
    while waiting:
        unit = waiting.pop()
        if unit == code:
            return True
        if unit not in seen:
            seen.add(unit)
            waiting.extend(above.get(unit, ()))
    return False


def add_unit_keys(units: CsvTable) -> None:
    """Add ``unit_key, name_key, type_key, full_key, sort_key``."""
    columns = units.columns
    parts = [name_parts(name) for name in columns["unit_name"]]
    columns["unit_key"] = [
        f"{code}@{begin:%Y%m%d}"
        for code, begin in zip(columns["unit_code"], columns["valid_from"], strict=True)
    ]
    columns["name_key"] = [part.name_key for part in parts]
    columns["type_key"] = [part.type_key for part in parts]
    columns["full_key"] = [part.full_key for part in parts]
    columns["sort_key"] = [sort_key(part.name_key) for part in parts]
