"""What a single row must fulfil, as expressions over a batch of typed rows.

Belongs here: every rule of ``sql/rules.yml`` judged while reading, generated from the vocabulary
where it follows from a column's type. Does not belong here: rules that need reference data or other
rows (SQL), running the rules (``schema``).

The frame that is judged holds the lake's columns and, beside them,

* ``given.<column>``: the cell said something, readable or not;
* ``mark.<rule>``: the reader saw what the typed values no longer show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import polars as pl

from cds_pipeline.contracts.vocabulary import Column, Vocabulary, load_vocabulary

# Statuses in which a dossier was not (yet) received, so that it needs no received date.
STATUSES_WITHOUT_RECEPTION = (1, 3, 7)
# What only the reader can see; each is a rule of sql/rules.yml.
MARKS = (
    "record_unreadable",
    "dossier_code_damaged",
    "row_too_long",
    "flag_unreadable",
    "fee_negative",
    "digitized_flag_contradicts",
    "reused_flag_contradicts",
    "finished_while_waiting",
    "payment_method_contradicts",
    "files_joined",
)
_UNREADABLE_BY_TYPE = {"BIGINT": "count_unreadable", "BOOLEAN": "flag_unreadable"}


@dataclass(frozen=True, slots=True)
class RowRule:
    """One rule on one column.

    Attributes:
        rule_id: id in ``sql/rules.yml``; several columns may share a rule.
        column: the lake column it is reported on.
        holds: true for a row that keeps the rule, never null.
    """

    rule_id: str
    column: str
    holds: pl.Expr


def given(column: str) -> str:
    """Name of the judged frame's column that says whether a cell was filled."""
    return f"given.{column}"


def mark(rule_id: str) -> str:
    """Name of the judged frame's column in which the reader marks a rule as broken."""
    return f"mark.{rule_id}"


def readable_columns(vocabulary: Vocabulary) -> list[Column]:
    """Lake columns read from cells, so that a cell can be filled and yet unreadable."""
    return [c for c in vocabulary.lake_columns if _unreadable_rule(c) is not None]


def before(earlier: str, later: str) -> pl.Expr:
    """Whether ``earlier`` lies before ``later``; a date without a time is that whole day."""
    left, right = pl.col(earlier), pl.col(later)
    has_times = (left.dt.time() != pl.time(0)) & (right.dt.time() != pl.time(0))
    return pl.when(has_times).then(left < right).otherwise(left.dt.date() < right.dt.date())


@cache
def reading_rules() -> tuple[RowRule, ...]:
    """All rules judged while reading, in the order of their columns."""
    vocabulary = load_vocabulary()
    rules = [*_unreadable_rules(vocabulary), *_required_rules(), *_order_rules(), *_mark_rules()]
    rules += _plausibility_rules()
    return tuple(rules)


def _broken_when(rule_id: str, column: str, broken: pl.Expr) -> RowRule:
    return RowRule(rule_id, column, ~broken.fill_null(value=False))


def _unreadable_rule(column: Column) -> str | None:
    """The rule a filled but unreadable cell of this column breaks; none for plain text."""
    if column.codes is not None:
        return f"{column.name}_unknown"
    if column.type == "TIMESTAMP":
        return f"{column.name}_unreadable"
    if column.type.startswith("DECIMAL"):
        return "fee_unreadable"
    return _UNREADABLE_BY_TYPE.get(column.type) if column.name != "source_row" else None


def _unreadable_rules(vocabulary: Vocabulary) -> list[RowRule]:
    """One per column whose cells may be unreadable."""
    no_reception = pl.col("status").is_in(STATUSES_WITHOUT_RECEPTION)
    rules = []
    for column in readable_columns(vocabulary):
        unreadable = pl.col(given(column.name)) & pl.col(column.name).is_null()
        rule_id = _unreadable_rule(column) or ""
        if column.name == "received_at":
            rules.append(
                _broken_when("received_at_ignored", column.name, unreadable & no_reception)
            )
            unreadable = unreadable & ~no_reception.fill_null(value=False)
        if column.name == "fee_total":
            unreadable = unreadable & ~pl.col(mark("fee_negative"))
        rules.append(_broken_when(rule_id, column.name, unreadable))
    return rules


def _required_rules() -> list[RowRule]:
    needs_reception = ~pl.col("status").is_in(STATUSES_WITHOUT_RECEPTION).fill_null(value=False)
    is_record = ~pl.col(mark("record_unreadable"))
    return [
        _broken_when("dossier_code_missing", "dossier_code", ~pl.col(given("dossier_code"))),
        _broken_when("status_missing", "status", ~pl.col(given("status")) & is_record),
        _broken_when(
            "received_at_missing",
            "received_at",
            ~pl.col(given("received_at")) & needs_reception & is_record,
        ),
        _broken_when(
            "due_at_missing", "due_at", ~pl.col(given("due_at")) & needs_reception & is_record
        ),
    ]


def _order_rules() -> list[RowRule]:
    """Dates that contradict each other."""
    latest_update = pl.col("delivered_on").cast(pl.Datetime("us")) + timedelta(days=2)
    return [
        _broken_when("due_before_received", "due_at", before("due_at", "received_at")),
        _broken_when(
            "finished_before_received", "finished_at", before("finished_at", "received_at")
        ),
        _broken_when(
            "returned_before_received", "returned_at", before("returned_at", "received_at")
        ),
        # More than a day after the end (23:59:59) of the delivery day.
        _broken_when("updated_after_delivery", "updated_at", pl.col("updated_at") >= latest_update),
    ]


def _plausibility_rules() -> list[RowRule]:
    """Readable values that are no mistake of form but deserve a look."""
    return [
        _broken_when(
            "digitized_exceeds_components",
            "components_digitized",
            pl.col("components_digitized") > pl.col("components"),
        ),
        _broken_when(
            "zero_duration",
            "finished_at",
            (pl.col("finished_at") == pl.col("received_at")) & ~pl.col(given("due_at")),
        ),
        _broken_when(
            "result_equals_component", "result_equals_component", pl.col("result_equals_component")
        ),
        _broken_when(
            "procedure_code_is_local",
            "procedure_code_local",
            pl.col("procedure_code_local").is_not_null() & pl.col("procedure_code").is_not_null(),
        ),
        _broken_when("sentinel_identity", "has_sentinel_identity", pl.col("has_sentinel_identity")),
    ]


def _mark_rules() -> list[RowRule]:
    columns = {
        "flag_unreadable": "has_digitized_component",
        "fee_negative": "fee_total",
        "digitized_flag_contradicts": "has_digitized_component",
        "reused_flag_contradicts": "has_reused_component",
        "finished_while_waiting": "finished_at",
        "payment_method_contradicts": "online_payment",
        "files_joined": "components",
    }
    return [
        _broken_when(rule_id, columns.get(rule_id, "dossier_code"), pl.col(mark(rule_id)))
        for rule_id in MARKS
    ]
