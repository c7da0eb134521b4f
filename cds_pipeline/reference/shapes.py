"""The shapes of the reference files: their columns, types and what may be blank.

Belongs here: CONTRACT.md section 1.3 as data. Does not belong here: reading (``csv_file``) and
what rows must be to each other (``units``, ``load``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from cds_pipeline.reference.corrections import FIELDS

Kind = Literal["text", "date", "decimal", "integer", "flag"]

POLARS_TYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "date": pl.Date(),
    "decimal": pl.Decimal(9, 4),
    "integer": pl.Int32(),
    "flag": pl.Boolean(),
}


@dataclass(frozen=True)
class Column:
    """One column of a reference file.

    Attributes:
        name: heading, matched without regard to case and surrounding spaces.
        kind: how its cells are read.
        required: the heading must be there and no cell may be blank.
        choices: the values allowed, in lower case; any when empty.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """One reference file.

    Attributes:
        name: name of the table; the file is ``<name>.csv``.
        columns: its columns, in the order of the table.
        inherited: whether a folder without the file uses the shipped one (else it is empty).
        unit_columns: columns that name a unit of ``units.csv``.
        unique: columns whose values together occur once; empty where no such rule holds.
    """

    name: str
    columns: tuple[Column, ...]
    inherited: bool = True
    unit_columns: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """Name of the file in a reference folder."""
        return f"{self.name}.csv"


LINEAGE_KINDS = ("renamed", "merged", "split", "moved")
UNIT_LEVELS = ("province", "department", "district", "commune")
PARAMETERS = (
    "band", "group_points", "max_score", "full_marks_at_pct", "min_denominator", "leading_units",
    "trailing_units",
)  # fmt: skip
PERIOD_TYPES = ("day", "week", "month", "quarter", "half", "year", "ytd")

_VALIDITY = (Column("valid_from", "date", required=True), Column("valid_to", "date"))
_PERIOD = (
    Column("period_type", choices=PERIOD_TYPES),
    Column("period_start", "date"),
)

SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape(
            "units",
            (
                Column("unit_code", required=True),
                Column("gso_code"),
                Column("unit_name", required=True),
                Column("unit_level", required=True, choices=UNIT_LEVELS),
                Column("parent_unit_code"),
                Column("province_code"),
                *_VALIDITY,
            ),
        ),
        Shape(
            "unit_lineage",
            (
                Column("old_unit_code", required=True),
                Column("new_unit_code", required=True),
                Column("valid_from", "date", required=True),
                Column("kind", choices=LINEAGE_KINDS),
            ),
            unit_columns=("old_unit_code", "new_unit_code"),
            unique=("old_unit_code", "new_unit_code", "valid_from"),
        ),
        Shape(
            "unit_code_alias",
            (
                Column("alias_code", required=True),
                Column("unit_code", required=True),
                Column("kind"),
                Column("note"),
            ),
            inherited=False,
            unit_columns=("unit_code",),
            unique=("alias_code",),
        ),
        Shape(
            "procedures",
            (
                Column("procedure_code", required=True),
                Column("procedure_name"),
                Column("field_name"),
                Column("service_level", "integer"),
                Column("returns_paper_result", "flag"),
                Column("has_fee", "flag"),
                Column("legal_max_days", "integer"),
                Column("valid_from", "date"),
                Column("valid_to", "date"),
            ),
        ),
        Shape(
            "targets",
            (
                Column("indicator_id", required=True),
                Column("unit_level", choices=UNIT_LEVELS),
                Column("unit_code"),
                *_PERIOD,
                Column("target_pct", "decimal", required=True),
                Column("decided_by"),
                Column("valid_from", "date"),
            ),
            unit_columns=("unit_code",),
        ),
        Shape(
            "workdays",
            (
                Column("day", "date", required=True),
                Column("is_workday", "flag", required=True),
                Column("name_vi"),
            ),
            unique=("day",),
        ),
        Shape(
            "adjustments",
            (
                Column("unit_code", required=True),
                Column("indicator_id", required=True),
                *_PERIOD,
                Column("points", "decimal", required=True),
                Column("reason"),
                Column("decided_by"),
                Column("decided_on", "date"),
            ),
            inherited=False,
            unit_columns=("unit_code",),
        ),
        Shape(
            "corrections",
            (
                Column("source_system"),
                Column("dossier_code", required=True),
                Column("field", required=True, choices=FIELDS),
                Column("expected_value"),
                Column("corrected_value"),
                Column("reason", required=True),
                Column("decided_by", required=True),
                Column("decided_on", "date"),
                Column("valid_until", "date", required=True),
            ),
            inherited=False,
            unique=("source_system", "dossier_code", "field"),
        ),
        Shape(
            "parameters",
            (
                Column("parameter", required=True, choices=PARAMETERS),
                Column("subject"),
                Column("value", "decimal", required=True),
                Column("label"),
                Column("evidence"),
                *_VALIDITY,
            ),
        ),
        Shape(
            "precedence",
            (Column("source_system", required=True), Column("rank", "integer", required=True)),
            inherited=False,
            unique=("source_system",),
        ),
    )
}
