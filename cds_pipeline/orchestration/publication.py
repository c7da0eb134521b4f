"""The last steps of a run: publishing the checked build, writing the bulletin.

Belongs here: what these steps tell Dagster. Does not belong here: how either is done
(``warehouse.publish``, ``reporting``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from cds_pipeline.orchestration.markdown import markdown_table
from cds_pipeline.orchestration.names import BULLETIN, VERDICT, WAREHOUSE, asset_key, group_of
from cds_pipeline.orchestration.resource import workshop_of

if TYPE_CHECKING:
    from cds_pipeline.models.catalog import Catalog

BULLETIN_SPEC = dg.AssetSpec(
    key=BULLETIN,
    deps=[WAREHOUSE],
    group_name=group_of("reports.bulletin"),
    kinds={"html", "excel"},
    description="Bản tin.\n\nBản tin tuần cho lãnh đạo, HTML và Excel, viết từ kho đã công bố.",
)


def warehouse_spec(catalog: Catalog) -> dg.AssetSpec:
    """The published warehouse: waits for the gate and for every view that people read."""
    views = [asset_key(model.name) for model in catalog.models if model.schema == "reports"]
    return dg.AssetSpec(
        key=WAREHOUSE,
        deps=[VERDICT, *views],
        group_name=group_of("published.warehouse"),
        kinds={"duckdb", "parquet"},
        description=(
            "Kho đã công bố.\n\nTệp DuckDB, bản Parquet và manifest.json, thay trong một bước "
            "sau khi mọi kiểm tra chặn đều đạt."
        ),
    )


def publish(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Publishes the build of this run."""
    workshop = workshop_of(context)
    with workshop.remembering_failure():
        result = workshop.publish(context.run.run_id)
    rows = [{"Bảng": name, "Số dòng": count} for name, count in result.rows.items()]
    return dg.MaterializeResult(
        asset_key=WAREHOUSE,
        metadata={
            "Tệp": dg.MetadataValue.path(str(result.warehouse)),
            "Bảng đã công bố": dg.MetadataValue.md(markdown_table(rows, ["Bảng", "Số dòng"])),
            "dagster/row_count": dg.MetadataValue.int(sum(result.rows.values())),
            "MB": dg.MetadataValue.float(round(result.warehouse.stat().st_size / 1e6, 1)),
        },
    )


def write_bulletin(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Writes the bulletin of what is published."""
    workshop = workshop_of(context)
    with workshop.remembering_failure():
        files = workshop.write_bulletin()
    return dg.MaterializeResult(
        asset_key=BULLETIN,
        metadata={path.suffix.lstrip("."): dg.MetadataValue.path(str(path)) for path in files},
    )
