"""Which published figures are meant: as-of date, period, indicator, peer group.

Belongs here: turning what a person asked for into existing keys, and saying what exists when it
does not. Does not belong here: reading the figures themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cds_pipeline.reporting.numbers import day
from cds_pipeline.reporting.queries import saved_queries
from cds_pipeline.reporting.words import PERIOD_TYPES, peer_group_name, period_name
from cds_pipeline.warehouse.published import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cds_pipeline.warehouse.published import PublishedWarehouse

_SHOWN_CHOICES = 40


class NoSuchChoiceError(QueryError):
    """What was asked for is not published; the message lists what is."""


@dataclass(frozen=True)
class Selection:
    """One period as known on one day.

    Attributes:
        as_of: day the figures are computed for.
        period_type: ``day`` … ``ytd``.
        period_start: first day of the period.
        is_provisional: the period was still open.
        is_run_date: ``as_of`` is the last run's own day, for which single dossiers are kept.
    """

    as_of: date
    period_type: str
    period_start: date
    is_provisional: bool
    is_run_date: bool

    @property
    def name(self) -> str:
        """The period in words."""
        return period_name(self.period_type, self.period_start, self.as_of)

    @property
    def keys(self) -> dict[str, Any]:
        """Parameters of saved queries that choose this period."""
        return {"as_of": self.as_of, "period": self.period_type, "start": self.period_start}


def choose_period(
    warehouse: PublishedWarehouse,
    period_type: str = "ytd",
    as_of: date | None = None,
    start: date | None = None,
) -> Selection:
    """The period meant.

    Args:
        warehouse: the published warehouse.
        period_type: kind of period.
        as_of: day the figures are computed for; default the newest.
        start: any day of the period; default the newest period of that kind.

    Raises:
        NoSuchChoiceError: it is not published; the message lists what is.
    """
    published = saved_queries()["published_periods"].rows(warehouse)
    if not published:
        raise NoSuchChoiceError("Kho đã công bố chưa có số liệu chỉ tiêu nào. Chạy cds run.")
    days = sorted({row["as_of_date"] for row in published}, reverse=True)
    chosen_day = days[0] if as_of is None else as_of
    if chosen_day not in days:
        raise _no_such("ngày tính", day(chosen_day), map(day, days))
    if period_type not in PERIOD_TYPES:
        raise _no_such("loại kỳ", period_type, PERIOD_TYPES)
    rows = [
        r for r in published if (r["as_of_date"], r["period_type"]) == (chosen_day, period_type)
    ]
    rows.sort(key=lambda row: row["period_start"], reverse=True)
    found = rows[:1] if start is None else [r for r in rows if _contains(r, start)]
    if not found:
        raise _no_such(
            f"kỳ «{PERIOD_TYPES[period_type]}» chứa ngày",
            day(start),
            (f"{PERIOD_TYPES[period_type]} từ {day(row['period_start'])}" for row in rows),
        )
    row = found[0]
    return Selection(
        chosen_day, period_type, row["period_start"], row["is_provisional"], chosen_day == days[0]
    )


def choose_indicator(
    warehouse: PublishedWarehouse, selection: Selection, indicator_id: str
) -> dict[str, Any]:
    """The definition of an indicator that was valid on the first day of the period.

    Returns:
        A row of ``marts.dim_indicator``.

    Raises:
        NoSuchChoiceError: there is none; the message lists the indicators of that period.
    """
    rows = indicators_of(warehouse, selection)
    for row in rows:
        if row["indicator_id"] == indicator_id:
            return row
    raise _no_such(
        "chỉ tiêu", indicator_id, (f"{row['indicator_id']} ({row['name_vi']})" for row in rows)
    )


def indicators_of(warehouse: PublishedWarehouse, selection: Selection) -> list[dict[str, Any]]:
    """Definitions valid on the first day of the period, in display order."""
    return saved_queries()["indicators"].rows(warehouse, on_date=selection.period_start)


def choose_peers(
    warehouse: PublishedWarehouse, selection: Selection, peers: str | None = None
) -> tuple[str, str]:
    """The peer group meant and its name.

    Args:
        warehouse: the published warehouse.
        selection: the period.
        peers: ``department``, ``district``, ``commune`` or ``district:<code>``; default districts,
            communes since there are none.

    Raises:
        NoSuchChoiceError: nobody is ranked in that group; the message lists the groups.
    """
    groups = {
        row["peer_group"]: peer_group_name(row["peer_group"], row["district_name"])
        for row in saved_queries()["peer_groups"].rows(warehouse, **selection.keys)
    }
    # A district may be named by its code or by its key, which is the code and a date.
    asked = peers.partition("@")[0] if peers else None
    wanted = asked or ("district" if "district" in groups else "commune")
    if wanted not in groups:
        raise _no_such("nhóm ngang cấp", wanted, (f"{g} ({name})" for g, name in groups.items()))
    return wanted, groups[wanted]


def parse_day(text: str | None, option: str) -> date | None:
    """A day as typed: ``2023-08-25`` or ``25/08/2023``.

    Raises:
        NoSuchChoiceError: it is neither.
    """
    if text is None:
        return None
    parts = text.strip().split("/")
    iso = "-".join(reversed(parts)) if len(parts) == 3 else text.strip()
    try:
        return date.fromisoformat(iso)
    except ValueError as error:
        raise NoSuchChoiceError(
            f"{option} {text!r} không phải một ngày. Viết 2023-08-25 hoặc 25/08/2023."
        ) from error


def week_start(text: str) -> date:
    """Monday of an ISO week typed as ``2023-W34``.

    Raises:
        NoSuchChoiceError: it is no ISO week.
    """
    year, _, week = text.strip().upper().partition("-W")
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        raise NoSuchChoiceError(
            f"--week {text!r} không phải một tuần ISO. Viết năm và số tuần, ví dụ 2023-W34."
        ) from error


def _contains(row: dict[str, Any], wanted: date) -> bool:
    """Whether the published period of a row contains a day."""
    start: date = row["period_start"]
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "ytd": 12}.get(row["period_type"])
    if months is None:
        return start <= wanted < start + timedelta(days=7 if row["period_type"] == "week" else 1)
    ordinal = start.year * 12 + start.month - 1
    return ordinal <= wanted.year * 12 + wanted.month - 1 < ordinal + months


def _no_such(what: str, asked: str, existing: Iterable[str]) -> NoSuchChoiceError:
    choices: Sequence[str] = list(existing)
    shown = "; ".join(choices[:_SHOWN_CHOICES])
    more = (
        f"; … và {len(choices) - _SHOWN_CHOICES} mục nữa" if len(choices) > _SHOWN_CHOICES else ""
    )
    return NoSuchChoiceError(f"Không có {what} «{asked}». Hiện có: {shown or 'không có gì'}{more}.")
