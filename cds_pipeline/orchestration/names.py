"""Names people meet in Dagster: keys, groups, kinds, partitions, the writer's pool.

Belongs here: one table name turned into everything Dagster calls it. Does not belong here: work.
"""

from __future__ import annotations

import dagster as dg

from cds_pipeline.settings import TIME_ZONE

# Numbered, because the UI sorts groups by name and this is the order data flows in.
RECEIVE, NORMALISE, MEASURE, INDICATOR, QUALITY, PUBLISH = GROUPS = (
    "1_tiep_nhan",
    "2_chuan_hoa",
    "3_ket_qua",
    "4_chi_tieu",
    "5_chat_luong",
    "6_cong_bo",
)
GROUP_OF_SCHEMA = {
    "lake": RECEIVE,
    "reference": RECEIVE,
    "staging": NORMALISE,
    "marts": MEASURE,
    "indicators": INDICATOR,
    "quality": QUALITY,
    "reports": PUBLISH,
    "published": PUBLISH,
}

LAKE = dg.AssetKey(["lake", "dossier"])
RUN = dg.AssetKey(["staging", "run"])
LAKE_FILES = dg.AssetKey(["lake", "file"])
VERDICT = dg.AssetKey(["quality", "check_result"])
WAREHOUSE = dg.AssetKey(["published", "warehouse"])
BULLETIN = dg.AssetKey(["reports", "bulletin"])

# One op at a time holds it; the operating system's lock (warehouse/lock.py) covers whole runs.
WRITER_POOL = "cds_writer"
DAILY_JOB = "hang_ngay"
FIRST_DELIVERY = "2020-01-01"

# The partition of a day exists from its first minute on: deliveries arrive during that day.
DELIVERY_DAYS = dg.DailyPartitionsDefinition(
    start_date=FIRST_DELIVERY, timezone=TIME_ZONE, end_offset=1
)


def asset_key(table: str) -> dg.AssetKey:
    """The key of ``schema.table``."""
    return dg.AssetKey(table.split("."))


def op_name(table: str) -> str:
    """The op that builds ``schema.table``."""
    return table.replace(".", "__")


def group_of(table: str) -> str:
    """The group ``schema.table`` is shown in."""
    return GROUP_OF_SCHEMA[table.split(".", maxsplit=1)[0]]
