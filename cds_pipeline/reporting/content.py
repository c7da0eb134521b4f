"""What the first bulletin says: the published rows of one period, gathered once for every format.

Belongs here: choosing and arranging rows. Does not belong here: layout (``page``, ``workbook``),
arithmetic on figures (``sql``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cds_pipeline.reporting.queries import saved_queries
from cds_pipeline.reporting.selection import (
    NoSuchChoiceError,
    Selection,
    choose_period,
    indicators_of,
    week_start,
)
from cds_pipeline.reporting.words import LEVELS
from cds_pipeline.warehouse.published import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cds_pipeline.settings import Settings
    from cds_pipeline.warehouse.published import PublishedWarehouse

Row = dict[str, Any]
RANKED_LEVELS = ("district", "department", "commune")


@dataclass(frozen=True)
class Groups:
    """How many units are named as leading and as trailing."""

    leading: int
    trailing: int


@dataclass(frozen=True)
class OtherIndicators:
    """Every indicator of every unit of one level, side by side.

    Attributes:
        level: ``department``, ``district`` or ``commune``.
        indicators: definitions of those in which at least one of the units is ranked.
        empty: names of the others.
        rows: per unit, in order of the headline ranking: ``unit``, its row there, and
            ``cells``, a row of ``marts.rank_unit`` or None per indicator.
    """

    level: str
    indicators: tuple[Row, ...]
    empty: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bulletin:
    """One bulletin.

    Attributes:
        selection: the period.
        headline: definition of the indicator that is ranked in full.
        indicators: definitions valid in the period, in display order.
        province: rows of ``marts.target_gap`` of the whole province, one per indicator.
        rankings: rows of ``marts.rank_unit`` of the headline indicator per level, ranked first.
        all_ranks: rows of ``marts.rank_unit`` of every indicator and level, without those inside
            one district.
        others: every indicator side by side, per level.
        gaps: rows of ``marts.target_gap`` of the headline indicator with a target, province first.
        groups: how many units are named as leading and trailing.
        quality: one row of totals.
        files: rows of ``quality.load_manifest``, troubled ones first.
        rules: broken rules with counts.
        checks: outcomes of the checks; None when the warehouse holds none.
        manifest: what ``published/manifest.json`` says, empty when it is missing.
    """

    selection: Selection
    headline: Row
    indicators: Sequence[Row]
    province: Sequence[Row]
    rankings: Mapping[str, Sequence[Row]]
    all_ranks: Sequence[Row]
    others: Sequence[OtherIndicators]
    gaps: Sequence[Row]
    groups: Groups
    quality: Row
    files: Sequence[Row]
    rules: Sequence[Row]
    checks: Sequence[Row] | None
    manifest: Mapping[str, Any]

    @property
    def is_synthetic(self) -> bool:
        """Whether any delivery is marked as synthetic by its file name."""
        return bool(self.quality["has_synthetic_files"])

    @property
    def province_name(self) -> str:
        """The name of the province, empty when the reference tables name none."""
        return str(self.province[0]["unit_name"]) if self.province else ""


def gather(settings: Settings, warehouse: PublishedWarehouse, week: str | None = None) -> Bulletin:
    """Reads everything one bulletin says.

    Args:
        settings: where the manifest is.
        warehouse: the published warehouse.
        week: ISO week ``2023-W34``; default the year to date.

    Raises:
        NoSuchChoiceError: that week is not published, or no indicator is defined for the period.
    """
    selection = _selection(warehouse, week)
    queries = saved_queries()
    indicators = [i for i in indicators_of(warehouse, selection) if i["source"] != "scores"]
    if not indicators:
        raise NoSuchChoiceError(
            f"Không chỉ tiêu nào có định nghĩa hiệu lực vào ngày đầu kỳ ({selection.name}). "
            "Thêm định nghĩa vào sql/indicators rồi chạy cds run."
        )
    ranks = queries["rank"].rows(warehouse, **selection.keys)
    shown = {indicator["indicator_id"] for indicator in indicators}
    ranks = [
        row for row in ranks if row["peer_group"] in RANKED_LEVELS and row["indicator_id"] in shown
    ]
    gaps = queries["gap"].rows(warehouse, **selection.keys)
    headline = indicators[0]
    rankings = {
        level: [
            row
            for row in ranks
            if row["peer_group"] == level and row["indicator_id"] == headline["indicator_id"]
        ]
        for level in RANKED_LEVELS
    }
    return Bulletin(
        selection=selection,
        headline=headline,
        indicators=indicators,
        province=[row for row in gaps if row["unit_level"] == "province"],
        rankings=rankings,
        all_ranks=ranks,
        others=_side_by_side(rankings, ranks, indicators),
        gaps=[
            row
            for row in gaps
            if row["indicator_id"] == headline["indicator_id"] and row["status"] != "no_target"
        ],
        groups=_groups(warehouse, selection),
        quality=queries["data_quality"].rows(warehouse)[0],
        files=queries["files"].rows(warehouse),
        rules=queries["rules"].rows(warehouse),
        checks=_checks(warehouse),
        manifest=read_manifest(settings) or {},
    )


def gaps_by_level(gaps: Sequence[Row]) -> dict[str, list[Row]]:
    """Gap rows per level, in the order of ``LEVELS``."""
    found: dict[str, list[Row]] = {level: [] for level in LEVELS}
    for row in gaps:
        found[row["unit_level"]].append(row)
    return {level: rows for level, rows in found.items() if rows}


def _groups(warehouse: PublishedWarehouse, selection: Selection) -> Groups:
    rows = saved_queries()["parameters"].rows(warehouse, on_date=selection.period_start)
    values = {row["parameter"]: int(row["value"]) for row in rows}
    return Groups(values.get("leading_units", 0), values.get("trailing_units", 0))


def _selection(warehouse: PublishedWarehouse, week: str | None) -> Selection:
    if week is None:
        return choose_period(warehouse)
    return choose_period(warehouse, "week", start=week_start(week))


def _side_by_side(
    rankings: Mapping[str, Sequence[Row]], ranks: Sequence[Row], indicators: Sequence[Row]
) -> tuple[OtherIndicators, ...]:
    cells: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    ranked: dict[str, set[str]] = defaultdict(set)
    for row in ranks:
        cells[row["peer_group"], row["unit_key"]][row["indicator_id"]] = row
        if row["rank"] is not None:
            ranked[row["peer_group"]].add(row["indicator_id"])
    found = []
    for level, rows in rankings.items():
        shown = tuple(i for i in indicators if i["indicator_id"] in ranked[level])
        empty = tuple(i["name_vi"] for i in indicators if i["indicator_id"] not in ranked[level])
        lines = tuple(
            {
                "unit": row,
                "cells": [cells[level, row["unit_key"]].get(i["indicator_id"]) for i in shown],
            }
            for row in rows
        )
        if rows:
            found.append(OtherIndicators(level, shown, empty, lines))
    return tuple(found)


def _checks(warehouse: PublishedWarehouse) -> list[Row] | None:
    """Outcomes of the checks; a warehouse published without any has no such table."""
    names = warehouse.query(
        "select table_name from information_schema.tables where table_schema = 'quality'"
    )
    if "check_result" not in names.column("table_name").to_pylist():
        return None
    return saved_queries()["checks"].rows(warehouse)
