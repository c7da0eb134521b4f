"""One asset per table of ``sql/``: dependencies, group, kinds and description from the SQL file.

Belongs here: the factory. Does not belong here: which tables there are (``models.catalog``), how
one is built (``warehouse.build``).
"""

from collections.abc import Iterator

import dagster as dg

from cds_pipeline.models.catalog import Catalog, SqlModel
from cds_pipeline.orchestration.metadata import (
    built_metadata,
    definition_metadata,
    describe_model,
)
from cds_pipeline.orchestration.names import asset_key, group_of, op_name
from cds_pipeline.orchestration.resource import RESOURCE, workshop_of


def table_assets(catalog: Catalog) -> list[dg.AssetsDefinition]:
    """An asset for every model of the catalogue, in building order."""
    return [table_asset(model) for model in catalog.models]


def table_asset(model: SqlModel) -> dg.AssetsDefinition:
    """The asset that builds one model."""
    spec = dg.AssetSpec(
        key=asset_key(model.name),
        deps=[asset_key(name) for name in sorted(model.dependencies)],
        description=describe_model(model),
        group_name=group_of(model.name),
        kinds={"duckdb", "sql", model.header.materialized},
        metadata=definition_metadata(model),
    )

    @dg.multi_asset(name=op_name(model.name), specs=[spec], required_resource_keys={RESOURCE})
    def build(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        workshop = workshop_of(context)
        with workshop.remembering_failure():
            result = workshop.build(model.name)
            metadata = built_metadata(workshop, model.name, result.rows, result.seconds)
        yield dg.MaterializeResult(asset_key=spec.key, metadata=metadata)

    return build
