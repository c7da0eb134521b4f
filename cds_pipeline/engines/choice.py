"""Which engine computes: the one the operator's settings name.

Belongs here: the choice, and saying early that an engine cannot run. Does not belong here: engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.engines.duckdb import DuckDBEngine

if TYPE_CHECKING:
    import duckdb

    from cds_pipeline.engines.interface import Engine
    from cds_pipeline.settings import Settings


def open_engine(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> Engine:
    """The engine of ``CDS_ENGINE`` for one build.

    Args:
        settings: which engine, and its limits.
        warehouse: connection with the warehouse being built as its default catalogue.
    """
    return {"duckdb": DuckDBEngine}[settings.engine](warehouse)
