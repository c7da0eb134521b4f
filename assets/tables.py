"""One asset per table of ``sql/``, and the checks on them.

Belongs here: that every model of the catalogue is an asset. Does not belong here: any single table:
a new SQL file needs no edit here.
"""

from __future__ import annotations

from cds_pipeline.orchestration.catalog import project_catalog
from cds_pipeline.orchestration.checks import checking_asset
from cds_pipeline.orchestration.sql_assets import table_assets

tables = table_assets(project_catalog())
check_result = checking_asset(project_catalog())
