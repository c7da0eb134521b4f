"""Rows that break a rule of ``sql/rules.yml``: which rule, by which exporters, and how.

Belongs here: breaking one good row so that exactly the named rules are broken. Does not belong
here: choosing the rows (``history``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from cds_pipeline.demo.exporters import EXPORTERS, Exporter
from cds_pipeline.demo.times import MINUTES

_NOWHERE_CODE, _NOWHERE_NAME = "H02.999", "UBND xã Không Có Trong Danh Mục"
_DAMAGED_CODE, _UNREADABLE_DATE, _UNKNOWN_STATUS = "4.50882E+14", "31/02/2023", "Chờ xem xét"


@dataclass(frozen=True)
class Breakage:
    """How a set of rules can be broken.

    Attributes:
        exporters: exporters whose files can show it.
        fits: dossiers it can be shown on.
        correctable: those of them that a later row may correct; none where the dossier cannot be
            recognised.
    """

    exporters: list[int]
    fits: pl.Expr = field(default_factory=lambda: pl.lit(value=True))
    correctable: pl.Expr = field(default_factory=lambda: pl.lit(value=True))


def _exporters(*, without: str = "", bare: bool = False, coded: bool = False) -> list[int]:
    def is_usable(export: Exporter) -> bool:
        if bare and export.code_style != "bare":
            return False
        if coded and export.unit_columns in {"name", "none"} and export.code_style != "bare":
            return False
        return export.unit_columns != without

    return [place for place, export in enumerate(EXPORTERS) if is_usable(export)]


_ALL = _exporters()
_IS_HANDED_OVER = pl.col("status") == 10
#: By the ids of the rules a row breaks, separated by spaces.
RULE_SETS: dict[str, Breakage] = {
    "dossier_code_missing": Breakage(_exporters(without="none"), correctable=pl.lit(value=False)),
    "dossier_code_damaged": Breakage(_exporters(without="none"), correctable=pl.lit(value=False)),
    "procedure_missing": Breakage(_ALL),
    "unit_unresolved": Breakage(_exporters(coded=True)),
    "unit_ambiguous": Breakage(
        _exporters(bare=True), correctable=pl.col("unit_name").str.ends_with("Phúc Sơn")
    ),
    "status_missing": Breakage(_ALL),
    "status_unknown": Breakage(_ALL),
    "received_at_missing": Breakage(_ALL),
    "received_at_unreadable": Breakage(_ALL),
    "due_before_received": Breakage(_ALL, fits=pl.col("due_at").is_not_null()),
    "finished_before_received": Breakage(_ALL, fits=_IS_HANDED_OVER),
    "returned_before_received": Breakage(_ALL, fits=_IS_HANDED_OVER),
    "status_unknown procedure_missing": Breakage(_ALL),
}


def has_rule(rule_id: str) -> pl.Expr:
    """Whether a row is to break a rule."""
    return pl.col("rules").str.split(" ").list.contains(rule_id)


def break_values(rows: pl.DataFrame) -> pl.DataFrame:
    """Break times, codes and states that stay values: minutes, numbers and nulls."""
    before = pl.col("received_at") - 2 * MINUTES
    is_returned_early = has_rule("returned_before_received")
    is_unreceived = has_rule("received_at_missing")
    return rows.with_columns(
        _unless("dossier_code_missing", "dossier_code"),
        _unless("procedure_missing", "procedure_code"),
        _unless("procedure_missing", "procedure_name"),
        pl.when(has_rule("status_missing")).then(None)
        .when(is_unreceived).then(4)
        .otherwise(pl.col("status")).alias("status"),
        pl.when(is_unreceived).then(None).otherwise(pl.col("received_at")).alias("received_at"),
        pl.when(has_rule("due_before_received")).then(before - before % MINUTES)
        .otherwise(pl.col("due_at")).alias("due_at"),
        pl.when(has_rule("finished_before_received")).then(before)
        .when(is_returned_early | is_unreceived).then(None)
        .otherwise(pl.col("finished_at")).alias("finished_at"),
        pl.when(is_returned_early).then(before)
        .when(has_rule("finished_before_received") | is_unreceived).then(None)
        .otherwise(pl.col("returned_at")).alias("returned_at"),
    )  # fmt: skip


def break_texts(cells: pl.DataFrame) -> pl.DataFrame:
    """Break cells that say something unreadable; ``cells`` holds texts and ``rules``."""
    unit_name = (
        pl.when(has_rule("unit_unresolved")).then(pl.lit(_NOWHERE_NAME))
        .when(has_rule("unit_ambiguous")).then(pl.lit("UBND xã Phúc Sơn"))
        .otherwise(pl.col("unit_name"))
    )  # fmt: skip
    return cells.with_columns(
        _instead("dossier_code_damaged", "dossier_code", _DAMAGED_CODE),
        _instead("received_at_unreadable", "received_at", _UNREADABLE_DATE),
        _instead("status_unknown", "status", _UNKNOWN_STATUS),
        _instead("unit_unresolved", "unit_code", _NOWHERE_CODE),
        unit_name.alias("unit_name"),
    )


def _unless(rule_id: str, column: str) -> pl.Expr:
    return pl.when(has_rule(rule_id)).then(None).otherwise(pl.col(column)).alias(column)


def _instead(rule_id: str, column: str, text: str) -> pl.Expr:
    return pl.when(has_rule(rule_id)).then(pl.lit(text)).otherwise(pl.col(column)).alias(column)
