"""The row contract: a pandera schema generated from the vocabulary and the row rules.

Belongs here: building the schema, validating a batch, naming the rules each row breaks. Does not
belong here: the rules themselves (``rules``), reading a file.

Every row of every batch is validated lazily. pandera tells *which* rules fail, with one failure
case each (a batch in which every row breaks every rule would otherwise cost a record per row and
rule, 492 MB for a million); the rows are then named by the failing rules' own expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandera.polars as pandera
import polars as pl
from pandera.errors import SchemaErrors

from cds_pipeline.contracts.rules import reading_rules
from cds_pipeline.contracts.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandera.api.polars.types import PolarsData

MAX_BATCH_ROWS = 131_072
ROW_RULES = "row_rules"


class ContractError(RuntimeError):
    """A batch does not have the columns or types the contract is about: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a batch breaks: two text columns, one entry per row, null where nothing is broken.

    Attributes:
        broken_rules: ids of broken rules of severity error, sorted, separated by spaces.
        warnings: ids of broken rules of severity warning, likewise.
    """

    broken_rules: pl.Series
    warnings: pl.Series


@cache
def row_schema() -> pandera.DataFrameSchema:
    """The contract of one batch: lake columns with their types, and all row rules as one check."""
    vocabulary = load_vocabulary()
    judged_later = {"broken_rules", "warnings"}
    columns = {
        column.name: pandera.Column(
            vocabulary.lake_types[column.name], nullable=True, description=column.meaning_en
        )
        for column in vocabulary.lake_columns
        if column.name not in judged_later
    }
    return pandera.DataFrameSchema(
        columns, checks=[_every_rule_holds()], name="dossier_row", strict=False
    )


def judge(batch: pl.DataFrame) -> Verdict:
    """Validate a batch against the contract.

    Args:
        batch: at most ``MAX_BATCH_ROWS`` rows: the lake's columns with ``given.*`` and ``mark.*``
            (see ``rules``), without ``broken_rules`` and ``warnings``.

    Returns:
        The broken rules of every row; every one, not only the first.

    Raises:
        ContractError: a column is missing, has another type, or the batch is too large.
    """
    if batch.height > MAX_BATCH_ROWS:
        raise ContractError(f"a batch of {batch.height} rows; the contract takes {MAX_BATCH_ROWS}")
    failed = _failing_rules(batch)
    severities = {name: rule.severity for name, rule in load_vocabulary().rules.items()}
    errors = [rule_id for rule_id in failed if severities[rule_id] == "error"]
    warnings = [rule_id for rule_id in failed if severities[rule_id] == "warning"]
    named = batch.select(_named(errors).alias("broken_rules"), _named(warnings).alias("warnings"))
    return Verdict(named["broken_rules"], named["warnings"])


def _every_rule_holds() -> pandera.Check:
    def holds(data: PolarsData) -> pl.LazyFrame:
        every = pl.all_horizontal([rule.holds for rule in reading_rules()])
        return data.lazyframe.select(every.alias(ROW_RULES))

    return pandera.Check(holds, name=ROW_RULES, error=ROW_RULES, ignore_na=False, n_failure_cases=1)


def _failing_rules(batch: pl.DataFrame) -> list[str]:
    """Ids of the rules that at least one row breaks, sorted."""
    if batch.is_empty():
        return []
    try:
        row_schema().validate(batch, lazy=True)
    except SchemaErrors as errors:
        unfit = [e for e in errors.schema_errors if not _is_row_rules(e.check)]
        if unfit:
            columns = sorted({str(error.schema.name) for error in unfit})
            raise ContractError(f"the batch does not fit the lake schema: {columns}") from None
        rules = reading_rules()
        kept = batch.select(rule.holds.all().alias(str(n)) for n, rule in enumerate(rules)).row(0)
        return sorted({rule.rule_id for rule, held in zip(rules, kept, strict=True) if not held})
    return []


def _is_row_rules(check: object) -> bool:
    return isinstance(check, pandera.Check) and check.name == ROW_RULES


def _named(rule_ids: Iterable[str]) -> pl.Expr:
    """The broken ones of these rules, in the given order, as one text; null where none is."""
    texts = []
    for rule_id in rule_ids:
        holds = pl.all_horizontal([r.holds for r in reading_rules() if r.rule_id == rule_id])
        texts.append(pl.when(~holds).then(pl.lit(rule_id)))
    if not texts:
        return pl.repeat(None, pl.len(), dtype=pl.String)
    joined = pl.concat_str(texts, separator=" ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
