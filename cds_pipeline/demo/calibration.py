"""How many dossiers each unit gets, and how many of them count, to give the article's rates.

Belongs here: the article's figures, the assumed shares around them, and exact apportioning.
Does not belong here: what a dossier looks like (``dossiers``).

From the article, all year to date 2023: the three rates of the province, and the digitization
rates of Hiệp Hòa, Tân Yên and Lục Ngạn with the order of the five high districts. Everything else
(shares of dossiers, the rates of other units) is an assumption, made so that parts add up.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Weights = NDArray[np.float64]

DIGITIZATION = Fraction(8540, 10_000)
E_RESULT = Fraction(6275, 10_000)
REUSE = Fraction(4212, 10_000)

#: From here up the article's figures are exact to the dossier.
EXACT_FROM = 20_000
#: The smallest number of dossiers that is a whole number of all three rates of the province.
_EXACT_STEP = 10_000
_SMALLEST = 200
_DISTRICT_SHARE = 0.6

# Share of the districts' dossiers, digitization rate in per mille. Rates of H02.223, H02.216 and
# H02.219 and the order of the first five are the article's, the others are assumed between them.
DISTRICTS = {
    "H02.223": (0.12, 856),
    "H02.216": (0.09, 830),
    "H02.213": (0.17, 824),
    "H02.218": (0.11, 817),
    "H02.215": (0.06, 809),
    "H02.222": (0.11, 782),
    "H02.217": (0.11, 765),
    "H02.221": (0.09, 748),
    "H02.220": (0.05, 703),
    "H02.219": (0.09, 645),
}
# Share of the departments' dossiers and of their dossiers not digitized, relative to each other.
DEPARTMENTS = {
    "H02.S01": (0.005, 1.2), "H02.S02": (0.02, 0.8), "H02.S03": (0.12, 0.6),
    "H02.S04": (0.09, 0.5), "H02.S05": (0.01, 1.4), "H02.S06": (0.08, 0.7),
    "H02.S07": (0.05, 1.3), "H02.S08": (0.16, 0.9), "H02.S09": (0.04, 1.2),
    "H02.S10": (0.18, 1.4), "H02.S11": (0.02, 0.3), "H02.S12": (0.07, 1.0),
    "H02.S13": (0.03, 1.1), "H02.S14": (0.01, 0.9), "H02.S15": (0.03, 1.0),
    "H02.S16": (0.05, 1.3), "H02.S17": (0.005, 0.9), "H02.S18": (0.005, 1.6),
    "H02.S19": (0.005, 1.5), "H02.S20": (0.02, 0.8),
}  # fmt: skip


def total_dossiers(asked: int) -> int:
    """The number of received dossiers that is generated for the number asked for.

    Returns:
        From 20,000 up the nearest multiple of 10,000, where every rate is a whole number of
        dossiers; below that the number asked for, at least 200.
    """
    if asked < EXACT_FROM:
        return max(asked, _SMALLEST)
    return max(round(asked / _EXACT_STEP) * _EXACT_STEP, EXACT_FROM)


def apportion(total: int, weights: Weights, caps: Counts | None = None) -> Counts:
    """Split a total over parts in proportion to weights, to the unit, by largest remainders.

    Args:
        total: what is split; at most the sum of ``caps``.
        weights: one weight a part, not negative, not all 0 unless ``total`` is 0.
        caps: the most each part may get; no limit when left out.

    Returns:
        One count a part, adding up to ``total`` exactly.
    """
    limit = np.full(len(weights), total, dtype=np.int64) if caps is None else caps
    positive = np.maximum(weights, 1e-12)
    given = np.zeros(len(weights), dtype=np.int64)
    while (left := total - int(given.sum())) > 0:
        room = limit - given
        open_weights = np.where(room > 0, positive, 0.0)
        quota = open_weights / open_weights.sum() * left
        step = np.minimum(np.floor(quota).astype(np.int64), room)
        spare = np.where(step < room, quota - step, -1.0)
        best = np.argsort(-spare, kind="stable")[: left - int(step.sum())]
        step[best] += spare[best] >= 0
        given += step
    return given


def plan_units(dossiers: int) -> pl.DataFrame:
    """Dossiers and digitized dossiers of every district (with its communes) and department.

    Args:
        dossiers: received dossiers of the whole province, from :func:`total_dossiers`.

    Returns:
        ``unit_code, dossiers, digitized``; both columns add up to the article's rate.
    """
    shares = np.array([share for share, _ in DISTRICTS.values()])
    natural = shares * dossiers * _DISTRICT_SHARE
    pairs = [
        _nearest_count(size, rate)
        for size, (_, rate) in zip(natural, DISTRICTS.values(), strict=True)
    ]
    sizes, hits = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    rest = dossiers - int(sizes.sum())
    department_weights = np.array([share for share, _ in DEPARTMENTS.values()])
    department_sizes = apportion(rest, department_weights)
    missed = rest - (round(DIGITIZATION * dossiers) - int(hits.sum()))
    miss_weights = department_sizes * np.array([miss for _, miss in DEPARTMENTS.values()])
    misses = apportion(missed, miss_weights, department_sizes)
    return pl.DataFrame(
        {
            "unit_code": [*DISTRICTS, *DEPARTMENTS],
            "dossiers": np.concatenate([sizes, department_sizes]),
            "digitized": np.concatenate([hits, department_sizes - misses]),
        }
    )


def _nearest_count(size: float, per_mille: int) -> tuple[int, int]:
    """The count around ``size`` that comes closest to a rate, and the dossiers that count.

    From 20,000 dossiers up an exact one lies within a fifth of the size.
    """
    counts = np.arange(max(1, round(size * 0.8)), max(2, round(size * 1.2)) + 1)
    hits = np.rint(counts * per_mille / 1000)
    error = np.abs(hits / counts - per_mille / 1000)
    best = np.lexsort((np.abs(counts - size), np.round(error, 12)))[0]
    return int(counts[best]), int(hits[best])
