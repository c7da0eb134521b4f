"""A synthetic landing zone for Bắc Giang in 2023, calibrated to the article, with its own truth.

Belongs here: everything ``cds demo`` writes before the pipeline runs. Does not belong here:
running the pipeline, and anything a real landing zone passes through.
"""

from cds_pipeline.demo.landing import (
    DEFAULT_DOSSIERS,
    DEFAULT_SEED,
    MARK,
    is_synthetic,
    unmarked_files,
    write_landing,
)
from cds_pipeline.demo.truth import DemoSummary

__all__ = [
    "DEFAULT_DOSSIERS",
    "DEFAULT_SEED",
    "MARK",
    "DemoSummary",
    "is_synthetic",
    "unmarked_files",
    "write_landing",
]
