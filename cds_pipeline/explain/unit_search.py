"""Which unit a person means by a code or a name.

Belongs here: finding one unit among those of a period, or saying why not. Does not belong here: how
names are taken apart (``reference.unit_names``).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from cds_pipeline.reference.unit_names import agency_code, name_parts
from cds_pipeline.reporting.queries import saved_queries
from cds_pipeline.reporting.selection import NoSuchChoiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cds_pipeline.reporting.selection import Selection
    from cds_pipeline.warehouse.published import PublishedWarehouse

Unit = dict[str, Any]
_SUGGESTIONS = 6


def find_unit(warehouse: PublishedWarehouse, selection: Selection, text: str) -> Unit:
    """The unit meant by ``text``.

    Args:
        warehouse: the published warehouse.
        selection: the period; only units with figures in it are looked at.
        text: agency code, GSO code, unit key, or a name such as ``Tân Yên`` or
            ``UBND xã Phúc Sơn - huyện Tân Yên``.

    Returns:
        A row of ``marts.dim_unit``; of several validity periods of one unit the latest.

    Raises:
        NoSuchChoiceError: no unit or several units fit; the message names the candidates.
    """
    units = saved_queries()["units_of_period"].rows(warehouse, **selection.keys)
    found = by_code(units, text) or by_name(units, text)
    codes = {unit["unit_code"] for unit in found}
    if len(codes) == 1:
        return max(found, key=lambda unit: (unit["valid_from"], unit["unit_key"]))
    if codes:
        raise NoSuchChoiceError(
            f"«{text}» có thể là {len(codes)} đơn vị: {_named(found)}. Dùng mã, hoặc ghi thêm loại "
            "đơn vị và đơn vị cấp trên, ví dụ: xã Phúc Sơn, huyện Tân Yên."
        )
    near = _near(units, text)
    hint = f" Tên gần giống: {_named(near)}." if near else ""
    raise NoSuchChoiceError(
        f"Không có đơn vị «{text}» trong {selection.name.lower()}.{hint} Xem mọi đơn vị: "
        "cds query units."
    )


def by_code(units: Sequence[Unit], text: str) -> list[Unit]:
    """Units that carry ``text`` as unit key, agency code, GSO code or another code."""
    code = agency_code(text)
    plain = text.strip()
    return [
        unit
        for unit in units
        if plain in (unit["unit_key"], unit["gso_code"])
        or code in (unit["unit_code"], *unit["alias_codes"].split())
    ]


def by_name(units: Sequence[Unit], text: str) -> list[Unit]:
    """Units whose name fits; type and parent narrow the choice only where they are given."""
    asked = name_parts(text)
    if not asked.full_key:
        return []
    named = [(unit, name_parts(unit["unit_name"])) for unit in units]
    found = [unit for unit, parts in named if parts.full_key == asked.full_key]
    if found:
        return found
    return [
        unit
        for unit, parts in named
        if parts.name_key == asked.name_key
        and asked.type_key in ("", parts.type_key)
        and asked.parent_key in ("", name_parts(unit["parent_name"]).name_key)
    ]


def _near(units: Sequence[Unit], text: str) -> list[Unit]:
    by_key: dict[str, list[Unit]] = {}
    for unit in units:
        by_key.setdefault(name_parts(unit["unit_name"]).name_key, []).append(unit)
    keys = get_close_matches(name_parts(text).name_key, by_key, n=_SUGGESTIONS, cutoff=0.6)
    return [unit for key in keys for unit in by_key[key]][:_SUGGESTIONS]


def _named(units: Iterable[Unit]) -> str:
    return "; ".join(
        f"{unit['unit_name']}"
        + (f", {unit['parent_name']}" if unit["parent_name"] else "")
        + f" ({unit['unit_code']})"
        for unit in {unit["unit_code"]: unit for unit in units}.values()
    )
