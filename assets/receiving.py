"""Receiving: the lake of delivered dossiers, and what a build starts from.

Belongs here: the two first steps. Does not belong here: how they are done.
"""

import warnings
from collections.abc import Iterator

import dagster as dg

from cds_pipeline.orchestration.catalog import project_catalog
from cds_pipeline.orchestration.names import WRITER_POOL
from cds_pipeline.orchestration.receiving import (
    INPUTS_STEP,
    LAKE_SPEC,
    RECEIVING_STEP,
    AsOf,
    DeliveryRange,
    input_specs,
    receive,
    take_inputs,
)
from cds_pipeline.orchestration.resource import RESOURCE

# Reading many days in one run instead of one run a day is a beta parameter since 1.3.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")


@dg.multi_asset(
    name=RECEIVING_STEP,
    specs=[LAKE_SPEC],
    backfill_policy=dg.BackfillPolicy.single_run(),
    required_resource_keys={RESOURCE},
    pool=WRITER_POOL,
)
def lake_dossier(
    context: dg.AssetExecutionContext, config: DeliveryRange
) -> Iterator[dg.MaterializeResult[None]]:
    """Every delivered file, read once."""
    yield from receive(context, config)


@dg.multi_asset(
    name=INPUTS_STEP,
    specs=input_specs(project_catalog()),
    required_resource_keys={RESOURCE},
    pool=WRITER_POOL,
)
def inputs(context: dg.AssetExecutionContext, config: AsOf) -> Iterator[dg.MaterializeResult[None]]:
    """The day, the reference tables and the files a build is a function of."""
    yield from take_inputs(context, config)
