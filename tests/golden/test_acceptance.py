"""The acceptance story: after the demonstration, the figures of Bắc Giang 2023, dossier by dossier."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cds_pipeline.demo import write_landing
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.build import BuildSession, open_build
from cds_pipeline.warehouse.lake import ingest
from cds_pipeline.warehouse.published import PublishedWarehouse, open_published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Cds = Callable[..., str]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

YEAR = "period_type = 'ytd' and as_of_date = '2023-08-25'"
PROVINCE = {"digitization_rate": 85.40, "e_result_rate": 62.75, "reuse_rate": 42.12}


def province(warehouse: PublishedWarehouse | BuildSession) -> dict[str, float]:
    rows = warehouse.query(
        f"select indicator_id, value_pct from marts.fact_indicator where {YEAR}"
        " and unit_level = 'province'"
    ).to_pylist()
    return {row["indicator_id"]: row["value_pct"] for row in rows}


def districts(warehouse: PublishedWarehouse | BuildSession) -> list[tuple[str, float]]:
    rows = warehouse.query(
        f"select unit_name, value_pct from marts.rank_unit where {YEAR}"
        " and indicator_id = 'digitization_rate' and peer_group = 'district' order by rank"
    ).to_pylist()
    return [(row["unit_name"], round(row["value_pct"], 2)) for row in rows]


def assert_is_the_article(warehouse: PublishedWarehouse | BuildSession) -> None:
    found = province(warehouse)
    assert {name: found[name] for name in PROVINCE} == PROVINCE
    ranking = districts(warehouse)
    assert [name for name, _ in ranking[:5]] == [
        "Huyện Hiệp Hòa", "Huyện Tân Yên", "Thành phố Bắc Giang", "Huyện Lục Nam", "Huyện Yên Thế",
    ]  # fmt: skip
    assert (ranking[0][1], ranking[1][1], ranking[-1]) == (85.6, 83.0, ("Huyện Lục Ngạn", 64.5))
    assert len(ranking) == 10
    (gap,) = warehouse.query(
        "select gap_pp, gap_dossiers, numerator, denominator, status from marts.target_gap"
        f" where {YEAR} and indicator_id = 'digitization_rate' and unit_level = 'province'"
    ).to_pylist()
    assert (round(gap["gap_pp"], 2), gap["status"]) == (14.6, "short")
    assert gap["gap_dossiers"] == gap["denominator"] - gap["numerator"] > 0


def test_the_demonstration_gives_the_figures_of_the_article(home: Path) -> None:
    with open_published(Settings(home=home, _env_file=None)) as warehouse:
        assert_is_the_article(warehouse)


def test_the_warehouse_holds_the_generators_truth_dossier_by_dossier(home: Path) -> None:
    with open_published(Settings(home=home, _env_file=None)) as warehouse:
        found = warehouse.query(
            "select f.dossier_code, u.unit_code, f.received_at, f.status, f.has_digitized_component,"
            " f.has_e_result, f.has_reused_component, f.is_on_time from marts.fact_dossier as f"
            " join marts.dim_unit as u using (unit_key)"
        ).to_pylist()
    truth = pl.read_parquet(home / "demo" / "truth.parquet").select(found[0].keys()).to_dicts()
    assert len(found) > 20_000

    def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(rows, key=lambda row: str(row["dossier_code"]))

    assert in_order(found) == in_order(truth)


def test_running_again_finds_nothing_new_and_commands_answer(home: Path, cds: Cds) -> None:
    manifest = (home / "published" / "manifest.json").read_bytes()
    assert json.loads(cds("run", "--json"))["verdict"] == "unchanged"
    assert (home / "published" / "manifest.json").read_bytes() == manifest
    ranked = json.loads(cds("rank", "--peers", "district", "--json"))
    assert "Hiệp Hòa" in json.dumps(ranked, ensure_ascii=False)
    assert "14,60" in cds("gap", "--peers", "province")
    assert "85,60%" in cds("explain", "Hiệp Hòa", "digitization_rate")


def test_order_repeats_and_reruns_of_deliveries_change_no_figure(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, _env_file=None)
    write_landing(settings, 20_000)
    days = sorted(date.fromisoformat(folder.name) for folder in settings.landing_folder.iterdir())
    shuffled = random.Random(2023).sample(days, len(days))  # noqa: S311 - an order, not a secret
    for day in [*shuffled, *shuffled[:5]]:
        ingest(settings, first=day, last=day)
    with open_build(settings) as session:
        session.start_over()
        session.prepare()
        for model in session.catalog.models:
            session.build(model.name)
        assert_is_the_article(session)
