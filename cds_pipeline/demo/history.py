"""How the synthetic dossiers are delivered: on which days, in which state, how often, how broken.

Belongs here: one row per delivered row, with the row's fate as the warehouse must decide it.
Does not belong here: the dossiers (``dossiers``), what breaking a rule looks like (``breakage``),
files (``landing``).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cds_pipeline.demo.breakage import RULE_SETS
from cds_pipeline.demo.catalogue import FIRST_DELIVERY, LAST_DAY
from cds_pipeline.demo.dossiers import with_codes
from cds_pipeline.demo.exporters import EXPORTERS
from cds_pipeline.demo.times import MINUTES, days_since_1970

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from cds_pipeline.demo.catalogue import Catalogue

    Integers = NDArray[np.int64]

_FRIDAY = 1  # 1970-01-02 was a Friday
_DAILY_FROM = date(2023, 8, 1)
_LATE_SHARE, _CORRECTED_SHARE, _REPEATED_SHARE, _BROKEN_SHARE = 0.02, 0.015, 0.015, 0.0005
_NOT_RECEIVED_SHARE = 0.004
_MESSAGE = [place for place, export in enumerate(EXPORTERS) if export.is_message]

Rows = dict[str, "Integers"]


def delivery_days(catalogue: Catalogue) -> list[Integers]:
    """The delivery days of each exporter, as days since 1970; all begin and end together.

    Until August everyone delivers on Fridays, tables every second one; in August messages come
    every working day and tables every Friday.
    """
    first, last = days_since_1970(FIRST_DELIVERY), days_since_1970(LAST_DAY)
    days = catalogue.workdays[(catalogue.workdays > first + 1) & (catalogue.workdays <= last)]
    is_august = days >= days_since_1970(_DAILY_FROM)
    is_friday = days % 7 == _FRIDAY
    is_second = (last - days) % 14 == 0
    messages = np.concatenate([[first], days[is_august | is_friday]])
    tables = np.concatenate([[first], days[is_friday & (is_august | is_second)]])
    return [messages if export.daily else tables for export in EXPORTERS]


def add_unreceived(dossiers: pl.DataFrame, rng: Generator) -> pl.DataFrame:
    """Add a few dossiers never received (states 1, 3, 7), which are in no denominator."""
    count = max(3, round(dossiers.height * _NOT_RECEIVED_SHARE))
    among = np.flatnonzero(dossiers["exporter"].is_in(_MESSAGE).to_numpy())
    chosen = rng.choice(among, size=count)
    nothing = [
        pl.lit(None, pl.Int64).alias(name)
        for name in (
            "received_at", "due_at", "finished_at", "returned_at",
            "supplement_from", "supplement_to",
        )
    ]  # fmt: skip
    copies = dossiers[np.sort(chosen)].with_columns(
        *nothing,
        pl.Series("status", np.resize([1, 3, 7], count)),
        has_e_result=pl.lit(value=False),
        is_received=pl.lit(value=False),
        last_event_at=pl.col("known_at"),
    )
    return pl.concat([dossiers, with_codes(copies, first_serial=dossiers.height + 1)])


def deliver(
    dossiers: pl.DataFrame, catalogue: Catalogue, rng: Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Spread dossiers over deliveries.

    Args:
        dossiers: from :func:`draw_dossiers` and :func:`add_unreceived`.
        catalogue: for the working days.
        rng: source of chance.

    Returns:
        ``(dossiers, rows)``: the dossiers with those added that are only ever delivered broken
        (``is_loaded`` false); and one row per delivered row: ``place`` (of the dossier), ``day``,
        ``state`` (0 open, 1 final, 2 wrong, 3 corrected), ``rules`` (broken, empty for a good
        row), ``said_on`` (the day the row was first written), ``is_repeat``.
    """
    days = delivery_days(catalogue)
    rows = _good_rows(dossiers, days, rng)
    broken, templates = _broken_rows(dossiers, rows, rng)
    rows = _delay_broken(rows, broken, days, dossiers)
    repeats = _repeats(rows, dossiers, days, rng)
    everything = pl.concat([rows, broken, repeats], how="vertical").sort(
        "day", "place", "state", "rules", "is_repeat", maintain_order=True
    )
    lost = dossiers[templates].with_columns(is_loaded=pl.lit(value=False))
    lost = with_codes(lost, first_serial=dossiers.height + 1)
    known = dossiers.with_columns(is_loaded=pl.lit(value=True))
    return pl.concat([known, lost]), everything


def _first_day(days: list[Integers], exporter: Integers, day: Integers) -> Integers:
    """The first delivery of each exporter on or after a day."""
    result = np.zeros(len(day), dtype=np.int64)
    for place, own in enumerate(days):
        mine = exporter == place
        result[mine] = own[np.minimum(np.searchsorted(own, day[mine]), len(own) - 1)]
    return result


def _frame(place: Integers, day: Integers, state: int) -> pl.DataFrame:
    return pl.DataFrame({"place": place, "day": day}).with_columns(
        state=pl.lit(state, pl.Int64), rules=pl.lit(""), said_on=pl.col("day"),
        is_repeat=pl.lit(value=False),
    )  # fmt: skip


def _good_rows(dossiers: pl.DataFrame, days: list[Integers], rng: Generator) -> pl.DataFrame:
    """Each dossier when it is known, and again when it has ended; some late, some corrected."""
    size = dossiers.height
    exporter = dossiers["exporter"].to_numpy()
    last = days_since_1970(LAST_DAY)
    late = np.where(rng.random(size) < _LATE_SHARE, rng.integers(2, 12, size), 0)
    known_day = dossiers["known_at"].to_numpy() // MINUTES
    first = _first_day(days, exporter, np.minimum(known_day + late, last))
    ended = _first_day(days, exporter, dossiers["last_event_at"].to_numpy() // MINUTES)
    place = np.arange(size)
    is_open_first = first < ended
    final_day = np.maximum(first, ended)
    after = _first_day(days, exporter, np.minimum(final_day + rng.integers(1, 15, size), last))
    is_received = dossiers["is_received"].to_numpy()
    is_corrected = (rng.random(size) < _CORRECTED_SHARE) & (after > final_day) & is_received
    return pl.concat(
        [
            _frame(place[is_open_first], first[is_open_first], 0),
            _frame(place[~is_corrected], final_day[~is_corrected], 1),
            _frame(place[is_corrected], final_day[is_corrected], 2),
            _frame(place[is_corrected], after[is_corrected], 3),
        ]
    )


def _broken_rows(
    dossiers: pl.DataFrame, rows: pl.DataFrame, rng: Generator
) -> tuple[pl.DataFrame, list[int]]:
    """Rows that break a rule: half of dossiers that come corrected later, half never corrected.

    Returns:
        The rows, and the templates of the dossiers that are never corrected.
    """
    count = max(1, round(dossiers.height * _BROKEN_SHARE / 2))
    single = rows.filter(pl.len().over("place") == 1).select("place", "day")
    open_to_all = dossiers.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    candidates = open_to_all.filter("is_received").join(single, on="place", maintain_order="left")
    last = days_since_1970(LAST_DAY)
    taken: set[int] = set()
    broken: list[tuple[int, int, str]] = []
    templates: list[int] = []
    for rules, breaks in RULE_SETS.items():
        usable = candidates.filter(pl.col("exporter").is_in(breaks.exporters) & breaks.fits)
        for place, day in _choose(usable, taken, count, rng):
            templates.append(place)
            broken.append((dossiers.height + len(templates) - 1, day, rules))
        early = usable.filter(breaks.correctable & (pl.col("day") <= last - 14))
        for place, day in _choose(early, taken, count, rng):
            taken.add(place)
            broken.append((place, day, rules))
    frame = pl.DataFrame(
        broken, schema={"place": pl.Int64, "day": pl.Int64, "rules": pl.String}, orient="row"
    ).select(
        "place", "day", pl.lit(1, pl.Int64).alias("state"), "rules", pl.col("day").alias("said_on"),
        pl.lit(value=False).alias("is_repeat"),
    )  # fmt: skip
    return frame, templates


def _choose(
    usable: pl.DataFrame, taken: set[int], count: int, rng: Generator
) -> list[tuple[int, int]]:
    """A few (place, day) of the usable dossiers that no other rule has taken."""
    pool = [(p, d) for p, d in usable.select("place", "day").iter_rows() if p not in taken]
    if not pool:
        return []
    return [pool[i] for i in rng.choice(len(pool), size=min(count, len(pool)), replace=False)]


def _delay_broken(
    rows: pl.DataFrame, broken: pl.DataFrame, days: list[Integers], dossiers: pl.DataFrame
) -> pl.DataFrame:
    """Where a dossier came broken first, its good row comes with a later delivery."""
    is_broken = rows["place"].is_in(broken["place"].implode()).to_numpy()
    exporter = dossiers["exporter"].to_numpy()[rows["place"].to_numpy()]
    day = rows["day"].to_numpy()
    delayed = _first_day(days, exporter, day + 1)
    return rows.with_columns(pl.Series("day", np.where(is_broken, delayed, day)))


def _repeats(
    rows: pl.DataFrame, dossiers: pl.DataFrame, days: list[Integers], rng: Generator
) -> pl.DataFrame:
    """Rows delivered once more, unchanged: on the same day or with the next delivery."""
    chosen = rows.filter(pl.Series(rng.random(rows.height) < _REPEATED_SHARE))
    exporter = dossiers["exporter"].to_numpy()[chosen["place"].to_numpy()]
    again = chosen["day"].to_numpy() + rng.integers(0, 2, chosen.height)
    last = days_since_1970(LAST_DAY)
    day = _first_day(days, exporter, np.minimum(again, last))
    return chosen.with_columns(pl.Series("day", day), is_repeat=pl.lit(value=True))
