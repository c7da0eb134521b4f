"""The bulletin as one self-contained HTML page.

Belongs here: filters and small drawings the templates use. Does not belong here: choosing rows
(``content``), wording of codes (``words``); markup lives in ``templates/``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cds_pipeline.reporting import numbers, words
from cds_pipeline.reporting.content import RANKED_LEVELS, gaps_by_level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cds_pipeline.reporting.content import Bulletin, Groups, Row

SHOWN_FILES = 20
SHOWN_RULES = 15
_BAR_WIDTH = 120
_BAR_HEIGHT = 12


def render(bulletin: Bulletin) -> str:
    """The page as HTML text: no script, no request to anywhere, every value escaped."""
    troubled = troubled_files(bulletin.files)
    template = _environment().get_template("bulletin.html.j2")
    return template.render(
        b=bulletin,
        levels=RANKED_LEVELS,
        gap_levels=gaps_by_level(bulletin.gaps),
        leading={
            level: leading(rows, bulletin.groups) for level, rows in bulletin.rankings.items()
        },
        trailing={
            level: trailing(rows, bulletin.groups) for level, rows in bulletin.rankings.items()
        },
        indicator_names={row["indicator_id"]: row["name_vi"] for row in bulletin.indicators},
        several_provinces=len({row["unit_key"] for row in bulletin.province}) > 1,
        shown_files=troubled[:SHOWN_FILES],
        troubled_count=len(troubled),
        shown_rules=bulletin.rules[:SHOWN_RULES],
        words=words,
    )


def leading(rows: Sequence[Row], groups: Groups) -> list[Row]:
    """Units of the leading group; none where the groups would overlap."""
    return [row for row in _grouped(rows, groups) if row["rank"] <= groups.leading]


def trailing(rows: Sequence[Row], groups: Groups) -> list[Row]:
    """Units of the trailing group; none where the groups would overlap."""
    return [
        row for row in _grouped(rows, groups) if row["rank"] > row["peers_ranked"] - groups.trailing
    ]


def _grouped(rows: Sequence[Row], groups: Groups) -> list[Row]:
    ranked = [row for row in rows if row["rank"] is not None]
    return ranked if len(ranked) >= groups.leading + groups.trailing else []


def troubled_files(files: Sequence[Row]) -> list[Row]:
    """Files a person should look at: refused, with quarantined rows or with a message."""
    return [
        row
        for row in files
        if row["status"] != "accepted" or row["rows_quarantined"] > 0 or row["message"]
    ]


def bar(value: float | None, target: float | None = None) -> Markup:
    """A horizontal bar of a value in percent with a tick at the target, as inline SVG.

    The figure stands beside it as text, so screen readers skip the drawing.
    """
    if value is None:
        return Markup("")
    filled = _BAR_WIDTH * min(max(value, 0), 100) / 100
    tick = ""
    if target is not None:
        x = min(_BAR_WIDTH * min(max(target, 0), 100) / 100, _BAR_WIDTH - 1.5)
        tick = f'<rect x="{x:.1f}" y="0" width="1.5" height="{_BAR_HEIGHT}" fill="#b3261e"/>'
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="bar" viewBox="0 0 {_BAR_WIDTH} {_BAR_HEIGHT}" width="{_BAR_WIDTH}" '
        f'height="{_BAR_HEIGHT}" aria-hidden="true" focusable="false">'
        f'<rect y="2" width="{_BAR_WIDTH}" height="8" fill="#e3e8ee"/>'
        f'<rect y="2" width="{filled:.1f}" height="8" fill="#2f6fab"/>{tick}</svg>'
    )


def _names(rows: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{words.unit_label(row)} ({numbers.measured(row['value_pct'], row['unit'])})"
        for row in rows
    )


def _stamp(text: str) -> str:
    """A time of the manifest as people write it."""
    return numbers.moment(datetime.fromisoformat(text))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cds_pipeline.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "pct": numbers.percent,
        "measured": numbers.measured,
        "num": numbers.number,
        "pp": numbers.points,
        "day": numbers.day,
        "names": _names,
        "rank": words.rank_name,
        "lower_first": words.lower_first,
        "label": words.unit_label,
        "stamp": _stamp,
    }
    environment.globals["bar"] = bar
    return environment
