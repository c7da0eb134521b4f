"""The synthetic dossiers as they stand at the end of the last delivery day.

Belongs here: drawing units, procedures, times and flags, column by column. Does not belong here:
how often and in what state a dossier is delivered (``history``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cds_pipeline.demo import calibration
from cds_pipeline.demo.exporters import EXPORTERS
from cds_pipeline.demo.times import MINUTES, draw_course

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from cds_pipeline.demo.catalogue import Catalogue

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_OWN_OFFICE_SHARE = 0.35
# Assumed online shares by kind of unit; the article gives none for the year to date.
_ONLINE = {"department": 0.68, "district": 0.55, "commune": 0.46}


@dataclass(frozen=True)
class _Frame:
    """What all draws share: group (reporting unit) and size."""

    rng: Generator
    group: Integers
    groups: int

    @property
    def size(self) -> int:
        return len(self.group)

    def chance(self, share: float | Floats) -> Flags:
        """True for about that share of dossiers."""
        return self.rng.random(self.size) < share

    def counts(self, among: Flags) -> Integers:
        """Dossiers of each group among those marked."""
        return np.bincount(self.group[among], minlength=self.groups)

    def pick(self, wanted: Integers, key: Floats, among: Flags | None = None) -> Flags:
        """Exactly ``wanted`` dossiers of each group, those with the smallest keys."""
        ranked = key if among is None else np.where(among, key, np.inf)
        order = np.lexsort((ranked, self.group))
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.group, minlength=self.groups))])
        place = np.empty(self.size, dtype=np.int64)
        place[order] = np.arange(self.size)
        chosen: Flags = place - starts[self.group] < wanted[self.group]
        return chosen


def draw_dossiers(catalogue: Catalogue, total: int, rng: Generator) -> pl.DataFrame:
    """Draw received dossiers.

    Args:
        catalogue: units, procedures and working days.
        total: how many, from :func:`calibration.total_dossiers`.
        rng: the source of chance; the same state gives the same dossiers.

    Returns:
        One row a dossier in order of reception, with the final values of every exported column,
        ``exporter`` (index), ``known_at`` and ``last_event_at`` (minutes since 1970).
    """
    plan = calibration.plan_units(total)
    group = np.repeat(np.arange(plan.height), plan["dossiers"].to_numpy())
    frame = _Frame(rng, group, plan.height)
    units = _draw_units(frame, plan, catalogue)
    procedures = _draw_procedures(frame, units, catalogue)
    exporter_of = {unit: i for i, export in enumerate(EXPORTERS) for unit in export.units}
    exporter = np.array([exporter_of[unit] for unit in plan["unit_code"]])[group]
    is_message = np.array([export.is_message for export in EXPORTERS])[exporter]
    online_share = np.array([_ONLINE[level] for level in units["unit_level"]])
    channel = np.where(frame.chance(online_share), 2, np.where(frame.chance(0.02), 3, 1))
    times = draw_course(
        rng,
        catalogue.workdays,
        procedures["promised_days"].to_numpy(),
        is_online=channel == 2,
        is_message=is_message,
    )
    drawn = pl.concat([units, procedures.drop("promised_days"), times], how="horizontal")
    flags = _draw_flags(frame, plan, drawn, total)
    drawn = drawn.with_columns(flags).with_columns(
        pl.Series("exporter", exporter), pl.Series("channel", channel)
    )
    drawn = drawn.with_columns(_draw_details(frame, drawn)).sort("known_at", maintain_order=True)
    return with_codes(drawn, first_serial=1)


def with_codes(dossiers: pl.DataFrame, first_serial: int) -> pl.DataFrame:
    """Number dossiers in order, with codes in the style of their exporter."""
    styles = [export.code_style for export in EXPORTERS]
    style = pl.col("exporter").replace_strict(dict(enumerate(styles)), return_dtype=pl.String)
    parts = pl.col("unit_code").str.split(".")
    # The order before QĐ 20/2020: H02.213.07201 is written 000.07201.213.H02.
    old_order = pl.concat_list(
        pl.lit("000"),
        pl.when(parts.list.len() == 2)
        .then(pl.lit(["00"]))
        .otherwise(pl.lit([], pl.List(pl.String))),
        parts.list.reverse(),
    ).list.join(".")
    prefix = (
        pl.when(style == "old").then(old_order)
        .when(style == "bare").then(pl.lit("MP"))
        .otherwise(pl.col("unit_code"))
    )  # fmt: skip
    day = (pl.col("known_at") // MINUTES).cast(pl.Int32).cast(pl.Date).dt.strftime("%y%m%d")
    serial = pl.int_range(first_serial, first_serial + pl.len(), dtype=pl.Int64)
    return dossiers.with_columns(serial=serial).with_columns(
        dossier_code=pl.format(
            "{}-{}-{}", prefix, day, pl.col("serial").cast(pl.String).str.zfill(6)
        )
    )


def _draw_units(frame: _Frame, plan: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The resolving unit of each dossier: the reporting unit's own office or a commune of it."""
    codes: list[NDArray[np.int64]] = []
    units = catalogue.units.with_row_index("place")
    for reporting, wanted in plan.select("unit_code", "dossiers").iter_rows():
        below = units.filter(pl.col("reporting_unit") == reporting)
        is_own = (below["unit_code"] == reporting).to_numpy()
        weights = frame.rng.lognormal(0, 0.45, below.height)
        weights[is_own] = 0
        own_share = 1.0 if below.height == 1 else _OWN_OFFICE_SHARE
        shares = np.where(is_own, own_share, (1 - own_share) * weights / max(weights.sum(), 1e-9))
        codes.append(frame.rng.choice(below["place"].to_numpy(), size=wanted, p=shares))
    return units[np.concatenate(codes)].drop("place")


def _draw_procedures(frame: _Frame, units: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A procedure the unit decides on, by weight."""
    kind = units.select(
        pl.when(pl.col("unit_level") == "department")
        .then(pl.col("unit_code"))
        .otherwise(pl.col("unit_level"))
    ).to_series()
    place = np.zeros(frame.size, dtype=np.int64)
    procedures = catalogue.procedures.with_row_index("place")
    for name in kind.unique().sort():
        mine = procedures.filter(pl.col("kind") == name)
        is_mine = (kind == name).to_numpy()
        weights = mine["weight"].to_numpy()
        place[is_mine] = frame.rng.choice(
            mine["place"].to_numpy(), size=int(is_mine.sum()), p=weights / weights.sum()
        )
    return procedures[place].drop("place", "kind", "weight")


def _draw_flags(frame: _Frame, plan: pl.DataFrame, drawn: pl.DataFrame, total: int) -> pl.DataFrame:
    """The three calibrated flags, exact in every reporting unit.

    Later dossiers and some communes are digitized more, so that trends and gaps show.
    """
    rng, sizes = frame.rng, plan["dossiers"].to_numpy()
    wanted = plan["digitized"].to_numpy()
    place = (
        drawn.select(pl.col("unit_code").rank("dense")).to_series().cast(pl.Int64).to_numpy() - 1
    )
    bias = rng.normal(0, 0.12, int(place.max()) + 1)[place]
    known = drawn["known_at"].to_numpy()
    lateness = (known - known.min()) / max(int(np.ptp(known)), 1)
    digitized = frame.pick(wanted, rng.random(frame.size) + bias - 0.4 * lateness)
    finished = drawn["status"].is_in([9, 10]).to_numpy()
    finished_counts = frame.counts(finished)
    spread = np.linspace(0.9, 1.1, plan.height)[rng.permutation(plan.height)]
    results = calibration.apportion(
        round(calibration.E_RESULT * total), wanted * spread, finished_counts
    )
    key = rng.random(frame.size) - 0.2 * lateness + 0.5 * ~digitized
    e_result = frame.pick(results, key, finished)
    spread = np.linspace(0.8, 1.2, plan.height)[rng.permutation(plan.height)]
    reused_counts = calibration.apportion(round(calibration.REUSE * total), wanted * spread, sizes)
    reused = frame.pick(reused_counts, rng.random(frame.size) - 0.2 * lateness + 0.6 * ~digitized)
    return pl.DataFrame(
        {
            "has_digitized_component": digitized,
            "has_e_result": e_result,
            "has_reused_component": reused,
        }
    )


def _draw_details(frame: _Frame, drawn: pl.DataFrame) -> list[pl.Series]:
    """Counts, applicants, fees and payment, in keeping with the flags."""
    rng, size = frame.rng, frame.size
    components = 1 + rng.poisson(2, size)
    some = 1 + rng.integers(0, components)
    digitized = np.where(drawn["has_digitized_component"], some, 0)
    reused = np.where(drawn["has_reused_component"], 1 + rng.integers(0, components), 0)
    from_store = np.where((reused > 0) & frame.chance(0.2), 1, 0)
    is_department = (drawn["unit_level"] == "department").to_numpy()
    applicant = np.where(frame.chance(np.where(is_department, 0.5, 0.04)), 2, 1)
    is_online = (drawn["channel"] == 2).to_numpy()
    has_fee = (drawn["fee"] > 0).to_numpy()
    payment = np.where(has_fee & is_online & frame.chance(0.65), 1 + rng.integers(0, 2, size), 0)
    payment = np.where((payment == 0) & has_fee & frame.chance(0.03), 3, payment)
    return [
        pl.Series("components", components),
        pl.Series("components_digitized", digitized),
        pl.Series("components_reused", reused),
        pl.Series("components_from_store", from_store),
        pl.Series("applicant_kind", applicant),
        pl.Series("vneid", is_online & (applicant == 1) & frame.chance(0.7)),
        pl.Series("payment", payment),
        pl.Series("is_received", np.ones(size, dtype=np.bool_)),
    ]
