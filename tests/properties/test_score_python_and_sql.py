"""Python and SQL give the same score and value for any numerator and denominator."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_pipeline.indicators.scoring import score_of
from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.warehouse.inputs import indicator_table

CATALOG = load_catalog()
DAY = date(2026, 8, 1)
JUDGED = [i for i in CATALOG.indicators if i.source != "portal" and i.header.is_valid_on(DAY)]
SCORED = CATALOG.model("staging.indicator_scored").sql
RULE = CATALOG.model("staging.indicator_rule").sql


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    for schema in ("staging", "marts", "reference"):
        opened.execute(f"create schema {schema}")
    definitions = indicator_table(CATALOG.indicators)
    opened.register("definitions", definitions)
    opened.execute("create table reference.indicator_definitions as from definitions")
    opened.execute(
        "create table reference.parameters (parameter varchar, subject varchar,"
        " value decimal(9, 4), valid_from date, valid_to date)"
    )
    opened.execute(f"create table staging.indicator_rule as {RULE}")
    opened.execute(
        "create table staging.adjustment_cell (as_of_date date, period_type varchar,"
        " period_start date, unit_key varchar, indicator_id varchar, points decimal(9, 2))"
    )
    opened.execute("create table marts.dim_unit as select 'U' as unit_key, 'commune' as unit_level")
    opened.execute(
        "create table staging.period as select date '2026-08-31' as as_of_date, 'month' as period_type,"
        " date '2026-08-01' as period_start, false as is_provisional"
    )
    return opened


def cells(numerator: int, denominator: int) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "basis": "as_was",
                "as_of_date": date(2026, 8, 31),
                "period_type": "month",
                "period_start": DAY,
                "unit_key": "U",
                "indicator_id": i.header.indicator_id,
                "definition_version": i.header.definition_version,
                "numerator": numerator,
                "denominator": denominator,
                "left_out": 0,
            }
            for i in JUDGED
        ]
    )


FRACTIONS = st.one_of(
    st.integers(0, 3_000_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    # Small denominators and powers of two hit the halves that rounding is about.
    st.integers(0, 64).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    st.integers(3, 20).flatmap(lambda e: st.tuples(st.integers(0, 2**e), st.just(2**e))),
)


@settings(max_examples=150, deadline=None)
@given(FRACTIONS)
def test_the_same_score(connection: duckdb.DuckDBPyConnection, fraction: tuple[int, int]) -> None:
    numerator, denominator = fraction
    connection.register("cells", cells(numerator, denominator))
    connection.execute("create or replace table staging.indicator_cell as from cells")
    found = {
        (row[0], row[1]): row[2:]
        for row in connection.execute(
            "select indicator_id, definition_version, value_pct, score, max_score"
            f" from ({SCORED}) as s"
        ).fetchall()
    }
    for indicator in JUDGED:
        header = indicator.header
        value, score, max_score = found[header.indicator_id, header.definition_version]
        expected = score_of(header, numerator, denominator)
        assert score == (None if expected.score is None else float(expected.score))
        assert max_score == (None if expected.max_score is None else float(expected.max_score))
        if denominator:
            whole = Fraction(numerator, denominator)
            exact = whole / 86_400 if header.unit == "days" else 100 * whole
            assert value == pytest.approx(float(exact), rel=1e-14)
        else:
            empty = header.empty_value_pct
            assert value == (None if empty is None else float(empty))
