"""The contract is generated from the vocabulary, costs little and stays bounded."""

from __future__ import annotations

import tracemalloc
from datetime import date

import polars as pl
import pytest

from cds_pipeline.contracts.schema import MAX_BATCH_ROWS, ContractError, judge, row_schema
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.canonical import Origin, to_lake

ORIGIN = Origin("onestop", date(2023, 8, 25), "2023-08-25/onestop/a.csv")


def test_the_schema_is_the_lake_of_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    names = [column.name for column in vocabulary.lake_columns]
    assert [*row_schema().columns, "broken_rules", "warnings"] == names
    assert vocabulary.lake_schema.names == names
    assert not [c for c in vocabulary.lake_columns if c.personal]


def test_the_lake_stores_no_personal_field() -> None:
    vocabulary = load_vocabulary()
    fields = {column.field for column in vocabulary.lake_columns}
    assert not fields & vocabulary.personal_fields


def test_a_batch_without_its_columns_is_our_fault() -> None:
    with pytest.raises((ContractError, pl.exceptions.ColumnNotFoundError)):
        judge(pl.DataFrame({"dossier_code": ["a"]}))


def test_a_batch_too_large_is_our_fault() -> None:
    with pytest.raises(ContractError, match=str(MAX_BATCH_ROWS + 1)):
        judge(pl.DataFrame({"dossier_code": pl.Series([None] * (MAX_BATCH_ROWS + 1))}))


def test_a_batch_in_which_every_row_is_bad_stays_small() -> None:
    rows = 50_000
    texts = pl.DataFrame(
        {"source_row": pl.int_range(1, rows + 1, dtype=pl.Int64, eager=True)}
        | {
            name: pl.Series(["hỏng !"]).new_from_index(0, rows)
            for name in ("dossier_code", "status", "received_at", "due_at", "channel", "fee_total")
        }
    )
    tracemalloc.start()
    lake = to_lake(texts, ORIGIN)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lake["broken_rules"].unique().to_list() == [
        "dossier_code_damaged received_at_unreadable status_unknown"
    ]
    assert peak < 20_000_000
