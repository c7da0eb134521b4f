"""When things happen to a synthetic dossier, in minutes since 1970, local time.

Belongs here: submission, reception, promise, end and return on working days. Does not belong
here: delivery days (``history``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cds_pipeline.demo.catalogue import LAST_DAY

if TYPE_CHECKING:
    from datetime import date

    from numpy.random import Generator
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MINUTES = 24 * 60
_MORNING, _AFTERNOON, _LAST_RECEPTION, _CLOSING = 450, 810, 990, 1020
_AFTER_THREE = 900
NEVER = -1


def days_since_1970(day: date) -> int:
    """A date as a number of days."""
    return day.toordinal() - 719_163


def draw_course(
    rng: Generator,
    workdays: Integers,
    promised: Integers,
    *,
    is_online: Flags,
    is_message: Flags,
) -> pl.DataFrame:
    """The course of each dossier up to 17:30 of the last delivery day.

    Args:
        rng: source of chance.
        workdays: working days of the year, ascending.
        promised: working days promised.
        is_online: submitted online, so perhaps outside office hours.
        is_message: exported as messages, which know the hour a result is due and supplements.

    Returns:
        ``submitted_at, received_at, due_at, finished_at, returned_at, supplement_from,
        supplement_to, known_at, last_event_at, status``; times in minutes, null where absent.
    """
    size = len(promised)
    first_day = _draw_first_day(rng, workdays, size)
    received = workdays[first_day] * MINUTES + _office_minute(rng, size, _LAST_RECEPTION)
    waited = np.where(is_online, rng.integers(5, 900, size), rng.integers(0, 3, size))
    # What comes in after three in the afternoon counts from the next working day.
    last_day = first_day + promised + (received % MINUTES > _AFTER_THREE)
    due_hour = np.where(is_message, _CLOSING, 0)
    due = np.where(rng.random(size) < 0.01, NEVER, workdays[last_day] * MINUTES + due_hour)
    finished = _draw_end(rng, workdays, first_day, last_day, received)
    returned = _draw_return(rng, workdays, finished)
    cutoff = days_since_1970(LAST_DAY) * MINUTES + 17 * 60 + 30
    finished = np.where(finished > cutoff, NEVER, finished)
    status = _draw_status(rng, finished)
    is_returned = (status == 10) & (returned <= cutoff)
    status = np.where((status == 10) & ~is_returned, 9, status)
    returned = np.where(is_returned, returned, NEVER)
    duration = finished - received
    is_supplemented = is_message & np.isin(status, (9, 10)) & (duration > MINUTES)
    is_supplemented &= rng.random(size) < 0.12
    asked = np.where(is_supplemented, received + duration // 5, NEVER)
    answered = np.where(is_supplemented, received + duration * 3 // 5, NEVER)
    times = {
        "submitted_at": received - waited, "received_at": received, "due_at": due,
        "finished_at": finished, "returned_at": returned,
        "supplement_from": asked, "supplement_to": answered,
        "known_at": received,
        "last_event_at": np.maximum(np.maximum(received, finished), returned),
    }  # fmt: skip
    return pl.DataFrame(times | {"status": status}).with_columns(pl.all().replace(NEVER, None))


def minutes_to_time(column: str) -> pl.Expr:
    """A column of minutes since 1970 as timestamps."""
    return (pl.col(column) * 60_000_000).cast(pl.Datetime("us"))


def _draw_first_day(rng: Generator, workdays: Integers, size: int) -> Integers:
    """Positions of the days of reception: a little more every month."""
    until = int(np.searchsorted(workdays, days_since_1970(LAST_DAY), side="right"))
    weights = np.linspace(0.8, 1.2, until)
    return rng.choice(until, size=size, p=weights / weights.sum())


def _office_minute(rng: Generator, size: int, last: int) -> Integers:
    """A minute of office hours, 7:30-11:30 or from 13:30."""
    morning = rng.integers(_MORNING, _MORNING + 240, size)
    afternoon = rng.integers(_AFTERNOON, last, size)
    return np.where(rng.random(size) < 0.6, morning, afternoon)


def _draw_end(
    rng: Generator, workdays: Integers, first: Integers, last: Integers, received: Integers
) -> Integers:
    """The end of processing: mostly within the promise, about one in forty after it."""
    size = len(first)
    spent = np.floor(rng.beta(2.2, 1.4, size) * (last - first + 1)).astype(np.int64)
    late = last + rng.geometric(0.35, size)
    day = np.where(rng.random(size) < 0.025, late, np.minimum(first + spent, last))
    same_day = np.minimum(
        received + rng.integers(10, 110, size), received // MINUTES * MINUTES + 1010
    )
    other_day = workdays[day] * MINUTES + _office_minute(rng, size, 1010)
    return np.where(day == first, same_day, other_day)


def _draw_return(rng: Generator, workdays: Integers, finished: Integers) -> Integers:
    """When the result is handed over: the same day or a few working days later."""
    size = len(finished)
    later = rng.geometric(0.7, size) - 1
    position = np.searchsorted(workdays, finished // MINUTES)
    other_day = workdays[position + later] * MINUTES + _office_minute(rng, size, _CLOSING)
    return np.where(later == 0, finished + rng.integers(1, 15, size), other_day)


def _draw_status(rng: Generator, finished: Integers) -> Integers:
    """Final states: mostly handed over, a few stopped, refused or withdrawn, the rest open."""
    size = len(finished)
    ended = rng.choice([10, 9, 8, 3, 7], size=size, p=[0.9, 0.09, 0.004, 0.003, 0.003])
    still_open = rng.choice([4, 2, 5, 6], size=size, p=[0.8, 0.12, 0.05, 0.03])
    return np.where(finished == NEVER, still_open, ended)
