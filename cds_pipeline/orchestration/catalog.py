"""The project's own catalogue, read once a process.

Belongs here: that one memory. Does not belong here: reading it (``models.catalog``).
"""

from __future__ import annotations

from functools import cache

from cds_pipeline.models.catalog import Catalog, load_catalog


@cache
def project_catalog() -> Catalog:
    """Every table and indicator of ``sql/``; parsing it costs about a second.

    Raises:
        SqlFileError: a file under ``sql/`` is malformed.
    """
    return load_catalog()
