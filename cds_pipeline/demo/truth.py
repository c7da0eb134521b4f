"""What the warehouse must show for the synthetic landing zone, computed without the warehouse.

Belongs here: final dossiers, quarantined rows, counts per file and expected rates, from the rows
the generator made. Does not belong here: any figure read back from files or the warehouse.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import orjson
import polars as pl

from cds_pipeline.demo.catalogue import FIRST_DELIVERY, LAST_DAY
from cds_pipeline.demo.exporters import EXPORTERS
from cds_pipeline.demo.spelling import TIMES, source_system
from cds_pipeline.demo.times import MINUTES, days_since_1970, minutes_to_time

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = {
    "digitization_rate": "has_digitized_component",
    "e_result_rate": "has_e_result",
    "reuse_rate": "has_reused_component",
    "online_submission_rate": "is_online",
    "on_time_rate": "is_on_time",
}
_BLANK_FOR_NO = [place for place, export in enumerate(EXPORTERS) if export.flags == ("x", "")]
_ONLINE_CHANNEL = 2
_END_OF_DAY = MINUTES - 1


@dataclass(frozen=True)
class DemoSummary:
    """What was written, and what it must give on the last delivery day, year to date.

    Attributes:
        landing: the landing zone.
        truth: the folder with ``truth.parquet`` (dossiers), ``truth_quarantine.parquet`` (one row
            per broken rule), ``truth_files.parquet`` (counts per file), ``truth_rates.parquet``
            (unit, indicator, numerator, denominator) and ``summary.json``.
        seed: the seed.
        first_delivery: first delivery day, ISO.
        last_delivery: last delivery day, ISO.
        dossiers: received dossiers, the denominator of the province.
        files: files written.
        rows: data rows in them.
        rows_quarantined: rows that must be quarantined.
        rows_repeated: rows that must be counted as repeated.
        province: (numerator, denominator) of each rate of the province.
    """

    landing: Path
    truth: Path
    seed: int
    first_delivery: str
    last_delivery: str
    dossiers: int
    files: int
    rows: int
    rows_quarantined: int
    rows_repeated: int
    province: dict[str, tuple[int, int]]


def write_truth(
    home: Path,
    landing: Path,
    delivered: pl.DataFrame,
    lines: pl.DataFrame,
    special: dict[str, str],
    *,
    seed: int,
) -> DemoSummary:
    """Write the truth under ``<home>/demo``.

    Args:
        home: ``CDS_HOME``.
        landing: the landing zone written.
        delivered: from ``spelling.delivered_values``.
        lines: every row written: ``place, day, rules, is_repeat, file_name, data_row``.
        special: files without rows and their expected status.
        seed: the seed used.

    Returns:
        The summary.
    """
    folder = home / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    dossiers = final_dossiers(delivered)
    files = _file_counts(lines, special)
    rates = _rates(dossiers)
    dossiers.write_parquet(folder / "truth.parquet")
    _quarantine(delivered, lines).write_parquet(folder / "truth_quarantine.parquet")
    files.write_parquet(folder / "truth_files.parquet")
    rates.write_parquet(folder / "truth_rates.parquet")
    whole = rates.filter(pl.col("unit_code") == "H02").select(
        "indicator_id", "numerator", "denominator"
    )
    summary = DemoSummary(
        landing=landing,
        truth=folder,
        seed=seed,
        first_delivery=f"{FIRST_DELIVERY}",
        last_delivery=f"{LAST_DAY}",
        dossiers=dossiers.filter(pl.col("received_at").is_not_null()).height,
        files=files.height,
        rows=int(files["rows_read"].sum()),
        rows_quarantined=int(files["rows_quarantined"].sum()),
        rows_repeated=int(files["rows_repeated"].sum()),
        province={name: (above, below) for name, above, below in whole.iter_rows()},
    )
    readable = asdict(summary) | {"landing": landing.as_posix(), "truth": folder.as_posix()}
    (folder / "summary.json").write_bytes(orjson.dumps(readable, option=orjson.OPT_INDENT_2))
    return summary


def final_dossiers(delivered: pl.DataFrame) -> pl.DataFrame:
    """The latest good version of each dossier.

    Returns:
        ``dossier_code, source_system, unit_code, reporting_unit, procedure_code, status, channel``,
        the times, the flags, ``is_on_time``, ``versions`` and ``delivered_on`` of the latest;
        ``received_at`` is null for dossiers never received.
    """
    good = delivered.filter((pl.col("rules") == "") & ~pl.col("is_repeat"))
    latest = good.sort("state").group_by("place", maintain_order=True).agg(
        pl.all().last(), versions=pl.len()
    )  # fmt: skip
    systems = {place: source_system(place) for place in latest["exporter"].unique()}
    return (
        latest.with_columns(
            is_on_time=_is_on_time(),
            is_online=pl.col("channel") == _ONLINE_CHANNEL,
            online_payment=pl.col("payment").is_in([1, 2]),
        )
        .sort("place")
        .select(
            "dossier_code",
            pl.col("exporter").replace_strict(systems, return_dtype=pl.String)
            .alias("source_system"),
            "unit_code", "reporting_unit", "procedure_code", "status", "channel",
            *(minutes_to_time(name).alias(name) for name in TIMES),
            "has_digitized_component", _told("has_e_result"), "has_reused_component",
            "is_online", "is_on_time", _told("online_payment"),
            "versions", pl.col("day").cast(pl.Int32).cast(pl.Date).alias("delivered_on"),
        )
    )  # fmt: skip


def _told(flag: str) -> pl.Expr:
    """A flag without a count beside it, unknown where an exporter leaves the cell blank for no."""
    is_blank = ~pl.col(flag) & pl.col("exporter").is_in(_BLANK_FOR_NO)
    return pl.when(~is_blank).then(pl.col(flag)).alias(flag)


def _is_on_time() -> pl.Expr:
    """DOMAIN.md section 2: the end, less supplement waiting, by the deadline."""
    due = pl.col("due_at")
    deadline = pl.when(due % MINUTES == 0).then(due + _END_OF_DAY).otherwise(due)
    now = (days_since_1970(LAST_DAY) + 1) * MINUTES - 1
    ended = pl.coalesce("finished_at", "returned_at")
    waited = (pl.col("supplement_to") - pl.col("supplement_from")).fill_null(0)
    end = pl.when(ended.is_null()).then(now).otherwise(ended - waited)
    judged = pl.when(due.is_null()).then(pl.lit(value=True)).otherwise(end <= deadline)
    return pl.when(pl.col("received_at").is_not_null()).then(judged)


def _quarantine(delivered: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per broken rule: file, data row, dossier where it can be told, resolved or not."""
    codes = delivered.group_by("place").agg(
        pl.col("dossier_code").drop_nulls().first(), is_loaded=pl.col("is_loaded").first()
    )
    unknown = pl.col("rule_id").is_in(["dossier_code_missing", "dossier_code_damaged"])
    return (
        lines.filter(pl.col("rules") != "")
        .join(codes, on="place", maintain_order="left")
        .with_columns(pl.col("rules").str.split(" ").alias("rule_id"))
        .explode("rule_id")
        .select(
            "file_name",
            "data_row",
            pl.when(unknown).then(None).otherwise(pl.col("dossier_code")).alias("dossier_code"),
            "rule_id",
            pl.col("is_loaded").alias("is_resolved"),
        )
        .sort("file_name", "data_row", "rule_id")
    )


def _file_counts(lines: pl.DataFrame, special: dict[str, str]) -> pl.DataFrame:
    """Rows read, loaded, quarantined and repeated, per file."""
    broken = pl.col("rules") != ""
    counted = lines.group_by("file_name").agg(
        rows_read=pl.len().cast(pl.Int64),
        rows_loaded=(~broken & ~pl.col("is_repeat")).sum().cast(pl.Int64),
        rows_quarantined=broken.sum().cast(pl.Int64),
        rows_repeated=(~broken & pl.col("is_repeat")).sum().cast(pl.Int64),
        status=pl.lit("accepted").first(),
    )
    none = [(name, 0, 0, 0, 0, status) for name, status in special.items()]
    empty = pl.DataFrame(none, schema=counted.schema, orient="row")
    return pl.concat([counted, empty]).sort("file_name")


def _rates(dossiers: pl.DataFrame) -> pl.DataFrame:
    """Numerator and denominator of every rate, for units with their communes and the province."""
    received = dossiers.filter(pl.col("received_at").is_not_null())
    levels = [
        received.with_columns(unit=pl.col("unit_code")).filter(
            pl.col("unit_code") != pl.col("reporting_unit")
        ),
        received.with_columns(unit=pl.col("reporting_unit")),
        received.with_columns(unit=pl.lit("H02")),
    ]
    counted = (
        pl.concat(levels)
        .group_by("unit")
        .agg(
            denominator=pl.len().cast(pl.Int64),
            **{name: pl.col(flag).sum().cast(pl.Int64) for name, flag in _FLAGS.items()},
        )
    )
    return (
        counted.unpivot(
            index=["unit", "denominator"], variable_name="indicator_id", value_name="numerator"
        )
        .select(pl.col("unit").alias("unit_code"), "indicator_id", "numerator", "denominator")
        .sort("unit_code", "indicator_id")
    )
