"""Parameters of the quality rules: ``sql/parameters.yml``.

Belongs here: reading and checking that file. Does not belong here: indicator headers, and
``parameters.csv`` (``reference.parameters``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from cds_pipeline import paths
from cds_pipeline.yaml_text import load_yaml

if TYPE_CHECKING:
    from pathlib import Path


class Review(BaseModel):
    """From when on a unit or a source system is flagged for review.

    Attributes:
        min_dossiers: fewer dossiers say nothing.
        share_jump_pp: rise of the digitized share from month to month, percentage points.
        files_drop_pct: fall of the component files per dossier at the same time, percent.
        equal_results_limit_pct: share of results that are a component file again, percent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_dossiers: int
    share_jump_pp: float
    files_drop_pct: float
    equal_results_limit_pct: float


class Parameters(BaseModel):
    """All parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    review: Review


def load_parameters(sql_folder: Path | None = None) -> Parameters:
    """Reads ``sql/parameters.yml``.

    Raises:
        pydantic.ValidationError: a parameter is missing or of the wrong type.
    """
    path = (sql_folder or paths.sql_folder()) / "parameters.yml"
    return Parameters.model_validate(load_yaml(path.read_text(encoding="utf-8")))
