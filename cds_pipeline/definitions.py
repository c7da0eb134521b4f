"""What Dagster loads: the one place where assets, checks, jobs, schedules and resources meet.

Belongs here: the composition, spelled out. Does not belong here: anything that is composed.
"""

from __future__ import annotations

import dagster as dg

import assets
from cds_pipeline.orchestration.own_assets import refuse_foreign

# Dagster loads zero assets, without an error, from another project's package of that name.
refuse_foreign(assets)

from assets import publishing, receiving, schedules, tables  # noqa: E402
from cds_pipeline.orchestration.resource import RESOURCE, workshop_resource  # noqa: E402

defs = dg.Definitions(
    assets=[
        receiving.lake_dossier,
        receiving.inputs,
        *tables.tables,
        tables.check_result,
        publishing.warehouse,
        publishing.bulletin,
    ],
    jobs=[schedules.daily_job],
    schedules=[schedules.every_morning],
    resources={RESOURCE: workshop_resource},
    # DuckDB is parallel inside; a process per step would cost seconds each and a second writer.
    executor=dg.in_process_executor,
)
