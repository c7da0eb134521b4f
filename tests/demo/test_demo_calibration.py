"""The article's figures come out exactly, and parts add up to the whole."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_pipeline.demo import calibration
from cds_pipeline.demo.catalogue import load_catalogue
from cds_pipeline.demo.dossiers import draw_dossiers

FLAGS = {
    "has_digitized_component": Fraction(8540, 10_000),
    "has_e_result": Fraction(6275, 10_000),
    "has_reused_component": Fraction(4212, 10_000),
}


@pytest.fixture(scope="module")
def dossiers() -> pl.DataFrame:
    return draw_dossiers(load_catalogue(), 20_000, np.random.default_rng(1))


def rate(dossiers: pl.DataFrame, flag: str) -> Fraction:
    return Fraction(int(dossiers[flag].sum()), dossiers.height)


@pytest.mark.parametrize(("flag", "expected"), FLAGS.items())
def test_the_province_is_exact_to_the_dossier(
    dossiers: pl.DataFrame, flag: str, expected: Fraction
) -> None:
    assert dossiers.height == 20_000
    assert rate(dossiers, flag) == expected


@pytest.mark.parametrize(
    ("unit", "expected"), [("H02.223", "0.856"), ("H02.216", "0.83"), ("H02.219", "0.645")]
)
def test_districts_of_the_article_are_exact(
    dossiers: pl.DataFrame, unit: str, expected: str
) -> None:
    mine = dossiers.filter(pl.col("reporting_unit") == unit)
    assert rate(mine, "has_digitized_component") == Fraction(expected)


def test_districts_rank_as_in_the_article(dossiers: pl.DataFrame) -> None:
    rates = dossiers.filter(~pl.col("unit_code").str.contains("S")).group_by("reporting_unit")
    ranked = (
        rates.agg(pl.col("has_digitized_component").mean())
        .sort("has_digitized_component", descending=True)["reporting_unit"]
        .to_list()
    )
    assert ranked[:5] == ["H02.223", "H02.216", "H02.213", "H02.218", "H02.215"]
    assert ranked[-1] == "H02.219"
    assert len(ranked) == 10


def test_results_only_come_from_finished_dossiers(dossiers: pl.DataFrame) -> None:
    assert set(dossiers.filter("has_e_result")["status"]) == {9, 10}


def test_counts_and_times_agree_with_flags_and_states(dossiers: pl.DataFrame) -> None:
    wrong = dossiers.filter(
        ((pl.col("components_digitized") > 0) != pl.col("has_digitized_component"))
        | ((pl.col("components_reused") > 0) != pl.col("has_reused_component"))
        | (pl.max_horizontal("components_digitized", "components_reused") > pl.col("components"))
        | (pl.col("finished_at") < pl.col("received_at"))
        | (pl.col("returned_at") < pl.col("finished_at"))
        | (pl.col("submitted_at") > pl.col("received_at"))
        | (pl.col("status").is_in([2, 4, 5, 6]) & pl.col("finished_at").is_not_null())
    )
    assert wrong.height == 0


def test_units_share_the_work_between_office_and_communes(dossiers: pl.DataFrame) -> None:
    hiep_hoa = dossiers.filter(pl.col("reporting_unit") == "H02.223")
    assert hiep_hoa["unit_code"].n_unique() == 26
    assert 0.2 < (hiep_hoa["unit_code"] == "H02.223").mean() < 0.5


@pytest.mark.parametrize(
    ("asked", "made"),
    [(1, 200), (500, 500), (19_999, 19_999), (20_000, 20_000), (26_000, 30_000), (50_000, 50_000)],
)
def test_the_number_is_approximate(asked: int, made: int) -> None:
    assert calibration.total_dossiers(asked) == made
    plan = calibration.plan_units(made)
    assert plan["dossiers"].sum() == made
    assert plan["digitized"].sum() == round(calibration.DIGITIZATION * made)
    assert (plan["digitized"] <= plan["dossiers"]).all()


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.data())
def test_apportioning_is_exact_and_within_limits(caps: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(caps)))
    sizes = {"min_size": len(caps), "max_size": len(caps)}
    weights = data.draw(st.lists(st.floats(0, 10), **sizes))
    parts = calibration.apportion(total, np.array(weights), np.array(caps))
    assert parts.sum() == total
    assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))


def test_apportioning_follows_weights() -> None:
    assert calibration.apportion(10, np.array([1.0, 2.0, 2.0])).tolist() == [2, 4, 4]
    assert calibration.apportion(5, np.array([1.0, 1.0, 1.02])).tolist() == [2, 1, 2]
