"""A tiny finished warehouse: every public table, a few rows that agree with each other.

Province T with one department S, one district A with communes A1 and A2; eight dossiers received in
2023 and one not yet. Each test breaks one thing and names the row it broke.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.quality.hand_written import load_rules
from cds_pipeline.quality.suites import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.models.catalog import Catalog

UNITS = [
    # key, code, name, level, parent
    ("T@1", "T", "Tỉnh Thử", "province", None),
    ("S@1", "T.S", "Sở Một", "department", "T@1"),
    ("A@1", "T.A", "Huyện An", "district", "T@1"),
    ("A1@1", "T.A.1", "Xã Hòa Lạc", "commune", "A@1"),
    ("A2@1", "T.A.2", "Xã Phúc Sơn", "commune", "A@1"),
]
# code, unit, received day, on time
DOSSIERS = [
    ("D1", "T@1", date(2023, 8, 1), True),
    ("D2", "S@1", date(2023, 8, 1), True),
    ("D3", "S@1", date(2023, 8, 2), False),
    ("D4", "A@1", date(2023, 8, 2), True),
    ("D5", "A1@1", date(2023, 8, 3), True),
    ("D6", "A1@1", date(2023, 8, 4), False),
    ("D7", "A2@1", date(2023, 8, 4), True),
    ("D8", "A2@1", date(2023, 8, 5), True),
    ("D9", "A2@1", None, None),
]
# unit, numerator, denominator of on_time_rate in 2023, wholes including their parts
FIGURES = {"T@1": (6, 8), "S@1": (1, 2), "A@1": (4, 5), "A1@1": (1, 2), "A2@1": (2, 2)}
OWN_OFFICE = {"T@1": (1, 1), "A@1": (1, 1)}
PERIOD: dict[str, Any] = {
    "as_of_date": date(2023, 8, 31),
    "period_type": "ytd",
    "period_start": date(2023, 1, 1),
    "indicator_id": "on_time_rate",
    "definition_version": "v2022",
}
# peer group -> unit, rank, joint, peers ranked
RANKS = {
    "department": [("S@1", 1, False, 1)],
    "district": [("A@1", 1, False, 1)],
    "commune": [("A2@1", 1, False, 2), ("A1@1", 2, False, 2)],
    "district:T.A": [("A2@1", 1, False, 2), ("A1@1", 2, False, 2)],
}

# Tables that audits read and no suite of expectations judges.
_MORE_TABLES = ("marts.indicator_own_office", "quality.correction_result")


class Warehouse:
    """A DuckDB connection with the public tables and shorthands to fill and break them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
        self.connection = connection
        self.catalog = catalog

    def add(self, table: str, **row: Any) -> None:
        """Inserts one row; columns not given are blank."""
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(
            f"insert into {table} ({names}) values ({marks})", list(row.values())
        )

    def run(self, sql: str) -> None:
        """Runs statements that break something."""
        self.connection.execute(sql)

    def query(self, sql: str) -> Any:
        """Result of a query as Arrow."""
        return self.connection.sql(sql).to_arrow_table()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def warehouse(catalog: Catalog) -> Iterator[Warehouse]:
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as cds")
    connection.execute("use cds")
    connection.execute("create schema marts; create schema quality; create schema reports")
    connection.execute("create schema indicators; create schema reference")
    connection.execute(
        "create table reference.adjustments (unit_code varchar, indicator_id varchar,"
        " period_type varchar, period_start date, points decimal(9, 4), reason varchar,"
        " decided_by varchar, decided_on date)"
    )
    rules, types = load_rules(), load_words().types
    for name in [*rules.tables, *_MORE_TABLES]:
        special = rules.tables[name].types if name in rules.tables else {}
        columns = catalog.model(name).columns
        listed = ", ".join(f"{c} {special.get(c) or types[c]}" for c in columns)
        connection.execute(f"create table {name} ({listed})")
    for model in catalog.models:
        if model.schema == "indicators" or model.name == "marts.unit_indicator":
            connection.execute(f"create view {model.name} as {model.sql}")
    filled = Warehouse(connection, catalog)
    _add_dimensions(filled)
    _add_dossiers(filled)
    _add_figures(filled)
    yield filled
    connection.close()


def _add_dimensions(warehouse: Warehouse) -> None:
    begin = date(2020, 1, 1)
    for key, code, name, level, parent in UNITS:
        warehouse.add(
            "marts.dim_unit", unit_key=key, code_system="agency", unit_code=code, unit_name=name,
            unit_level=level, parent_unit_key=parent, province_code="T", valid_from=begin,
            is_current=True, sort_key=code,
        )  # fmt: skip
    warehouse.add(
        "marts.dim_procedure",
        procedure_code="1.000001",
        procedure_name="Khai sinh",
        valid_from=begin,
    )
    for day in (30, 31):
        warehouse.add(
            "marts.dim_date", calendar_date=date(2023, 8, day), iso_weekday=day - 27, is_workday=True,
            week_start=date(2023, 8, 28), month_start=date(2023, 8, 1), year_start=date(2023, 1, 1),
            quarter_start=date(2023, 7, 1), half_start=date(2023, 7, 1),
        )  # fmt: skip
    warehouse.add(
        "marts.dim_indicator", indicator_id="on_time_rate", definition_version="v2022",
        name_vi="Đúng hạn", name_en="On time", definition_vi="Đúng hạn", numerator_def="Đúng hạn",
        denominator_def="Tiếp nhận", unit="percent", direction="higher", max_score=20,
        legal_basis="QĐ 766", evidence="P", valid_from=begin, min_denominator=1, is_additive=True, source="dossiers",
        indicator_group="progress",
    )  # fmt: skip


def _add_dossiers(warehouse: Warehouse) -> None:
    delivered = date(2023, 8, 25)
    for row, (code, unit, received, on_time) in enumerate(DOSSIERS, start=1):
        common = {
            "dossier_code": code, "source_system": "default", "unit_key": unit, "channel": 1,
            "procedure_code": "1.000001", "received_at": received, "status": 4 if received else 1,
            "delivered_on": delivered, "source_file": "2023-08-25/a.csv", "source_row": row,
            "version_no": 1,
        }  # fmt: skip
        overdue = None if on_time is None else not on_time
        warehouse.add("marts.fact_dossier", **common, is_on_time=on_time, is_overdue=overdue)
        warehouse.add("marts.fact_dossier_version", **common, valid_from=delivered)
    warehouse.add(
        "quality.load_manifest", file_name="2023-08-25/a.csv", sha256="0", delivered_on=delivered,
        rows_read=len(DOSSIERS) + 1, rows_loaded=len(DOSSIERS), rows_quarantined=1, rows_repeated=0,
        status="accepted",
    )  # fmt: skip
    for rule in ("status_missing", "unit_unresolved"):
        warehouse.add(
            "quality.quarantine", file_name="2023-08-25/a.csv", source_row=10, rule_id=rule,
            severity="error", message="Thiếu.", delivered_on=delivered,
        )  # fmt: skip


def _add_figures(warehouse: Warehouse) -> None:
    units = {key: {"unit_code": code, "unit_name": name} for key, code, name, _, _ in UNITS}
    levels = {key: level for key, _, _, level, _ in UNITS}
    for key, (numerator, denominator) in FIGURES.items():
        value = {"numerator": numerator, "denominator": denominator}
        pct = 100 * numerator / denominator
        warehouse.add(
            "marts.fact_indicator", **PERIOD, unit_key=key, unit_level=levels[key], **value,
            value_pct=pct, score=pct / 5, max_score=20.0, is_provisional=True, engine="duckdb",
        )  # fmt: skip
        gap = max(0, -(-80 * denominator // 100) - numerator)
        warehouse.add(
            "marts.target_gap", **{k: v for k, v in PERIOD.items() if k != "definition_version"},
            unit_key=key, **units[key], unit_level=levels[key], **value, value_pct=pct,
            target_pct=80.0, gap_pp=80 - pct, gap_dossiers=gap, status="short" if gap else "met",
        )  # fmt: skip
    score = {k: v for k, v in PERIOD.items() if k not in {"indicator_id", "definition_version"}}
    for name, most in (("group_progress", 20.0), ("total_score", 100.0)):
        warehouse.add(
            "marts.fact_score", **score, indicator_id=name, definition_version="v2022", unit_key="T@1", unit_level="province",
            score=15.0, measured_points=20.0, max_score=most, is_partial=most > 20,
            is_provisional=True, engine="duckdb",
        )  # fmt: skip
    warehouse.add(
        "marts.score_adjustment", **score, indicator_id="total_score", unit_key="T@1", unit_code="T",
        unit_name="Tỉnh Thử", adjustment_no=1, points=0, score_before=15.0, score_after=15.0,
        max_score=100.0,
    )  # fmt: skip
    for key, (numerator, denominator) in OWN_OFFICE.items():
        warehouse.add(
            "marts.indicator_own_office", **PERIOD, unit_key=key, numerator=numerator,
            denominator=denominator,
        )  # fmt: skip
    for group, members in RANKS.items():
        for key, rank, joint, peers in members:
            numerator, denominator = FIGURES[key]
            warehouse.add(
                "marts.rank_unit", **PERIOD, peer_group=group, unit_key=key, **units[key],
                numerator=numerator, denominator=denominator, rank=rank, is_joint=joint,
                peers_ranked=peers, value_pct=100 * numerator / denominator, is_partial=False,
            )  # fmt: skip
