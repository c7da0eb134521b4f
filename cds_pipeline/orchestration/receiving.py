"""The first two steps of a run: reading deliveries, then fixing what the build is made from.

Belongs here: what these steps tell Dagster, and which deliveries a run means. Does not belong here:
reading (``warehouse.lake``), loading inputs (``warehouse.build``).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import dagster as dg

from cds_pipeline.orchestration.markdown import markdown_table
from cds_pipeline.orchestration.metadata import built_metadata
from cds_pipeline.orchestration.names import (
    DELIVERY_DAYS,
    FIRST_DELIVERY,
    LAKE,
    LAKE_FILES,
    RUN,
    asset_key,
    group_of,
)
from cds_pipeline.orchestration.resource import workshop_of
from cds_pipeline.reading.detect import OTHER_KINDS
from cds_pipeline.warehouse.comments import input_table_meanings
from cds_pipeline.warehouse.lake import file_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_pipeline.models.catalog import Catalog
    from cds_pipeline.warehouse.lake import FileLine

# Steps with these names are configured by `cds run`.
RECEIVING_STEP = "lake__dossier"
INPUTS_STEP = "staging__run"
_MAX_REFUSED_SHOWN = 30

LAKE_SPEC = dg.AssetSpec(
    key=LAKE,
    group_name=group_of("lake.dossier"),
    kinds={"parquet", "pandera", "python"},
    partitions_def=DELIVERY_DAYS,
    description=(
        "Hồ sơ đã đọc.\n\nMỗi tệp của vùng tiếp nhận được đọc một lần thành một tệp Parquet "
        "chứa mọi dòng, tốt hay hỏng, không có dữ liệu cá nhân. Mỗi phân vùng là một ngày giao."
    ),
)


class DeliveryRange(dg.Config):
    """Which deliveries a run reads; left empty, those of its partitions, else all not read yet."""

    first: str = ""
    last: str = ""
    everything: bool = False


class AsOf(dg.Config):
    """The day figures are computed for (YYYY-MM-DD); empty: the newest delivery."""

    as_of: str = ""


def input_specs(catalog: Catalog) -> list[dg.AssetSpec]:
    """Assets for what a build starts from: run parameters, files of the lake, reference tables."""
    meanings = input_table_meanings()
    read = {name for model in catalog.models for name in model.dependencies}
    reference = sorted(n for n in read | meanings.keys() if n.startswith("reference."))
    run = dg.AssetSpec(
        key=RUN,
        deps=[LAKE],
        skippable=True,
        group_name=group_of("lake.dossier"),
        kinds={"duckdb", "table"},
        description="Ngày tính.\n\nNgày tính số liệu (as_of) và bộ máy tính toán của lần chạy.",
    )
    files = dg.AssetSpec(
        key=LAKE_FILES,
        deps=[LAKE],
        skippable=True,
        group_name=group_of("lake.file"),
        kinds={"duckdb", "table"},
        description="Tệp đã đọc.\n\nMỗi tệp của vùng tiếp nhận một dòng, kể cả tệp bị từ chối.",
    )
    kinds = sorted(
        n for n in read if n.startswith("lake.") and n not in ("lake.dossier", "lake.file")
    )
    return [
        run,
        files,
        *(_lake_spec(name) for name in kinds),
        *(_reference_spec(name, meanings.get(name, name)) for name in reference),
    ]


def receive(
    context: dg.AssetExecutionContext, config: DeliveryRange
) -> Iterator[dg.MaterializeResult[None]]:
    """Reads the deliveries a run means; every delivery day it touched becomes materialised."""
    workshop = workshop_of(context)
    first, last = _range(context, config)
    with workshop.remembering_failure():
        summary = workshop.receive(first, last)
        days = _by_day(file_lines(workshop.settings))
    asked = [d for d in days if (not first or d >= first) and (not last or d <= last)]
    if not _is_partitioned(context):
        for day in sorted({line.delivered_on for line in summary.lines}):
            if day.isoformat() >= FIRST_DELIVERY:
                figures = _figures(days[day])
                event = dg.AssetMaterialization(LAKE, partition=day.isoformat(), metadata=figures)
                context.log_event(event)
    figures = _figures([line for day in asked for line in days[day]])
    figures["Tệp đọc trong lần chạy này"] = dg.MetadataValue.int(len(summary.lines))
    yield dg.MaterializeResult(asset_key=LAKE, metadata=figures)


def take_inputs(
    context: dg.AssetExecutionContext, config: AsOf
) -> Iterator[dg.MaterializeResult[None]]:
    """Begins a build; yields nothing, skipping all the rest, where it is published already."""
    workshop = workshop_of(context)
    with workshop.remembering_failure():
        facts = workshop.take_inputs(_day(config.as_of))
    if facts is None:
        context.log.info("Không có gì thay đổi so với kho đã công bố.")
        return
    for key in sorted(context.selected_asset_keys):
        name = ".".join(key.path)
        rows = workshop.session.row_count(name)
        yield dg.MaterializeResult(
            asset_key=key, metadata=built_metadata(workshop, name, rows, 0.0)
        )


def _lake_spec(name: str) -> dg.AssetSpec:
    kind = name.removeprefix("lake.")
    return dg.AssetSpec(
        key=asset_key(name),
        deps=[LAKE],
        skippable=True,
        group_name=group_of(name),
        kinds={"parquet", "duckdb"},
        description=f"Dòng đã đọc: {OTHER_KINDS.get(kind, kind)}.",
    )


def _reference_spec(name: str, meaning: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=asset_key(name),
        skippable=True,
        group_name=group_of(name),
        kinds={"csv", "duckdb", "table"},
        description=f"Danh mục.\n\n{meaning}",
    )


def _range(
    context: dg.AssetExecutionContext, config: DeliveryRange
) -> tuple[date | None, date | None]:
    if config.first or config.last:
        return _day(config.first), _day(config.last)
    if config.everything or not _is_partitioned(context):
        return None, None
    keys = context.partition_key_range
    return date.fromisoformat(keys.start), date.fromisoformat(keys.end)


def _is_partitioned(context: dg.AssetExecutionContext) -> bool:
    return bool(context.has_partition_key or context.has_partition_key_range)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _by_day(lines: Sequence[FileLine]) -> dict[date, list[FileLine]]:
    days: dict[date, list[FileLine]] = defaultdict(list)
    for line in lines:
        days[line.delivered_on].append(line)
    return days


def _figures(lines: Sequence[FileLine]) -> dict[str, dg.MetadataValue]:
    refused = [line for line in lines if line.status != "accepted"]
    figures: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(sum(line.rows_read for line in lines)),
        "Tệp": dg.MetadataValue.int(len(lines)),
        "Tệp bị từ chối": dg.MetadataValue.int(len(refused)),
        "Dòng vi phạm quy tắc": dg.MetadataValue.int(sum(x.rows_quarantined for x in lines)),
    }
    if refused:
        rows = [{"Tệp": x.file_name, "Lý do": x.message} for x in refused[:_MAX_REFUSED_SHOWN]]
        figures["Các tệp bị từ chối"] = dg.MetadataValue.md(markdown_table(rows, ["Tệp", "Lý do"]))
    return figures
