"""Publishing: the warehouse readers open, and the bulletin.

Belongs here: the two last steps. Does not belong here: how they are done.
"""

import dagster as dg

from cds_pipeline.orchestration import publication
from cds_pipeline.orchestration.catalog import project_catalog
from cds_pipeline.orchestration.names import WRITER_POOL
from cds_pipeline.orchestration.resource import RESOURCE


@dg.multi_asset(
    name="published__warehouse",
    specs=[publication.warehouse_spec(project_catalog())],
    required_resource_keys={RESOURCE},
    pool=WRITER_POOL,
)
def warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """What readers see, replaced in one step."""
    return publication.publish(context)


@dg.multi_asset(
    name="reports__bulletin",
    specs=[publication.BULLETIN_SPEC],
    required_resource_keys={RESOURCE},
)
def bulletin(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """The bulletin of what is published."""
    return publication.write_bulletin(context)
