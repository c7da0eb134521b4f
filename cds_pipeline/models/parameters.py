"""Parameters that belong to no single indicator: ``sql/parameters.yml``.

Belongs here: reading and checking that file. Does not belong here: indicator headers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict

from cds_pipeline import paths

if TYPE_CHECKING:
    from pathlib import Path


class Band(BaseModel):
    """A rating band ``[from_pct, below_pct)`` of a value in percent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_pct: Decimal
    below_pct: Decimal
    band: str


class Groups(BaseModel):
    """How many units are named as leading and as trailing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leading: int
    trailing: int


class Parameters(BaseModel):
    """All parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bands: list[Band]
    groups: Groups


def load_parameters(sql_folder: Path | None = None) -> Parameters:
    """Reads ``sql/parameters.yml``.

    Raises:
        pydantic.ValidationError: a parameter is missing or of the wrong type.
    """
    path = (sql_folder or paths.sql_folder()) / "parameters.yml"
    return Parameters.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
