"""The whole way from the synthetic landing zone to the marts gives the generator's own truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from cds_pipeline.demo import write_landing
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.build import open_build
from cds_pipeline.warehouse.lake import ingest

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = {
    "dossiers": "SELECT f.*, u.unit_code FROM marts.fact_dossier AS f JOIN marts.dim_unit AS u USING (unit_key)",
    "files": "SELECT * FROM quality.load_manifest",
    "quarantine": "SELECT * FROM quality.quarantine",
    "rates": """
        SELECT u.unit_code, i.indicator_id, i.numerator, i.denominator
        FROM marts.fact_indicator AS i JOIN marts.dim_unit AS u USING (unit_key)
        WHERE i.period_type = 'ytd' AND i.as_of_date = DATE '2023-08-25'
    """,
}
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, Tables]:
    """(truth, warehouse) by name."""
    home: Path = tmp_path_factory.mktemp("home")
    summary = write_landing(home, 300, 11)
    names = {name: f"truth_{name}" for name in QUERIES} | {"dossiers": "truth"}
    truth = {
        name: pl.read_parquet(summary.truth / f"{file}.parquet") for name, file in names.items()
    }
    settings = Settings(home=home, landing=home / "landing", reference=None)
    ingest(settings)
    with open_build(settings) as session:
        session.start_over()
        session.prepare(None)
        for model in session.catalog.models:
            session.build(model.name)
        found = {name: pl.DataFrame(session.query(sql)) for name, sql in QUERIES.items()}
    return truth, found


def differences(tables: tuple[Tables, Tables], name: str, keys: list[str]) -> pl.DataFrame:
    """Rows of one side without an equal one on the other, in the columns of the truth."""
    truth, found = (side[name] for side in tables)
    shared = [column for column in truth.columns if column in found.columns]
    either = [truth.select(shared), found.select(shared).cast(truth.select(shared).schema)]
    return pl.concat(
        [either[0].join(either[1], on=shared, how="anti", nulls_equal=True),
         either[1].join(either[0], on=shared, how="anti", nulls_equal=True)]
    ).sort(keys)  # fmt: skip


@pytest.mark.slow
def test_final_dossiers(tables: tuple[Tables, Tables]) -> None:
    assert differences(tables, "dossiers", ["dossier_code"]).is_empty()


@pytest.mark.slow
def test_counts_of_every_file(tables: tuple[Tables, Tables]) -> None:
    assert differences(tables, "files", ["file_name"]).is_empty()


@pytest.mark.slow
def test_quarantined_rows_and_what_resolved_them(tables: tuple[Tables, Tables]) -> None:
    truth, found = tables

    def counted(frame: pl.DataFrame, resolved: pl.Expr) -> list[tuple[object, ...]]:
        kept = frame.with_columns(resolved=resolved)
        return kept.group_by("file_name", "rule_id", "resolved").len().sort(pl.all()).rows()

    assert counted(truth["quarantine"], pl.col("is_resolved")) == counted(
        found["quarantine"], pl.col("resolved_on").is_not_null()
    )


@pytest.mark.slow
def test_rates_of_every_unit(tables: tuple[Tables, Tables]) -> None:
    truth, found = tables
    expected = truth["rates"]
    known = found["rates"].filter(
        pl.col("unit_code").is_in(expected["unit_code"].implode())
        & pl.col("indicator_id").is_in(expected["indicator_id"].implode())
    )
    assert differences((truth, {"rates": known}), "rates", ["unit_code"]).is_empty()
