"""A good row corrupted in each forbidden way breaks exactly the rule that forbids it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from cds_pipeline.contracts.rules import MARKS, mark, reading_rules
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.canonical import Origin, to_lake

ORIGIN = Origin("onestop", date(2023, 8, 25), "2023-08-25/onestop/a.csv")
GOOD: dict[str, str | bool | None] = {
    "dossier_code": "000.19.29.H02-230825-0001",
    "procedure_code": "1.005190",
    "unit_name": "UBND xã Phúc Sơn - huyện Tân Yên",
    "channel": "Trực tuyến",
    "applicant_kind": "1",
    "submitted_at": "24/08/2023 20:00:00",
    "received_at": "25/08/2023 08:30:00",
    "due_at": "30/08/2023",
    "finished_at": "26/08/2023 09:00:00",
    "returned_at": "26/08/2023 10:00:00",
    "rejected_at": "",
    "updated_at": "25/08/2023 17:00:00",
    "status": "Đã trả kết quả",
    "components": "3",
    "components_digitized": "2",
    "components_reused": "1",
    "components_from_store": "0",
    "has_digitized_component": "có",
    "has_reused_component": "x",
    "online_payment": "1",
    "fee_total": "50.000",
}
Corruption = dict[str, str | bool | None]

CORRUPTIONS: list[tuple[str, Corruption]] = [
    ("dossier_code_missing", {"dossier_code": ""}),
    ("dossier_code_missing", {"dossier_code": " - "}),
    ("dossier_code_missing", {"dossier_code": None}),
    *[
        ("dossier_code_damaged", {"dossier_code": code})
        for code in (
            "1.23457E+15", "1,23457E+15", "1.2e15", "25/08/2023", "2023-08-25", "25-Aug", "Aug-23",
            "001085012345", "123456789", "12345.0", "H02 19-1", "H02.19–0001", "#REF!", "a@b.vn",
            "Nguyễn Văn A", "X" * 65, "(!)",
        )
    ],
    ("status_missing", {"status": ""}),
    ("status_unknown", {"status": "11"}),
    ("status_unknown", {"status": "Hoàn thành tốt"}),
    ("received_at_missing", {"received_at": "null"}),
    ("received_at_unreadable", {"received_at": "31/02/2023"}),
    ("received_at_ignored", {"received_at": "hôm qua", "status": "7"}),
    ("due_before_received", {"due_at": "24/08/2023"}),
    ("due_before_received", {"due_at": "25/08/2023 08:29:59"}),
    ("finished_before_received", {"finished_at": "24/08/2023 09:00:00"}),
    ("returned_before_received", {"returned_at": "24/08/2023"}),
    ("submitted_at_unreadable", {"submitted_at": "x"}),
    ("due_at_unreadable", {"due_at": "x"}),
    ("due_at_missing", {"due_at": ""}),
    ("finished_at_unreadable", {"finished_at": "26-08"}),
    ("returned_at_unreadable", {"returned_at": "26-08"}),
    ("rejected_at_unreadable", {"rejected_at": "26-08"}),
    ("updated_at_unreadable", {"updated_at": "26-08"}),
    ("updated_after_delivery", {"updated_at": "27/08/2023 00:00:00"}),
    ("channel_unknown", {"channel": "4"}),
    ("applicant_kind_unknown", {"applicant_kind": "hội"}),
    ("count_unreadable", {"components": "2,5"}),
    ("count_unreadable", {"components_from_store": "-1"}),
    ("flag_unreadable", {"online_payment": "9"}),
    ("flag_unreadable", {"has_digitized_component": "chưa rõ"}),
    ("fee_unreadable", {"fee_total": "miễn"}),
    ("fee_unreadable", {"fee_total": "50.00"}),
    ("fee_negative", {"fee_total": "-50.000"}),
    ("digitized_flag_contradicts", {"has_digitized_component": "không"}),
    ("reused_flag_contradicts", {"components_reused": "0"}),
    ("digitized_exceeds_components", {"components": "1"}),
    ("zero_duration", {"finished_at": "25/08/2023 08:30:00", "due_at": ""}),
    ("result_equals_component", {"result_equals_component": "1"}),
    ("sentinel_identity", {"has_sentinel_identity": "1"}),
    *[(rule, {mark(rule): True}) for rule in ("row_too_long", "finished_while_waiting", "payment_method_contradicts", "files_joined")],
    ("procedure_code_is_local", {"procedure_code": "1.005190.000.00.00.H02"}),
]  # fmt: skip
# Corruptions that cannot help breaking a second rule.
ALSO = {"zero_duration": {"due_at_missing"}}


def judged(*corruptions: Corruption) -> list[dict[str, object]]:
    rows = [GOOD | corruption for corruption in corruptions]
    names = dict.fromkeys(name for row in rows for name in row)
    texts = pl.DataFrame(
        {"source_row": pl.int_range(1, len(rows) + 1, dtype=pl.Int64, eager=True)}
        | {
            name: pl.Series(
                [row.get(name) for row in rows],
                dtype=pl.Boolean if name.startswith("mark.") else pl.String,
            ).fill_null(value=False)
            if name.startswith("mark.")
            else pl.Series([row.get(name) for row in rows], dtype=pl.String)
            for name in names
        }
    )
    return to_lake(texts, ORIGIN).to_dicts()


def found(row: dict[str, object]) -> set[str]:
    return set(f"{row['broken_rules'] or ''} {row['warnings'] or ''}".split())


def test_the_good_row_breaks_nothing() -> None:
    (row,) = judged({})
    assert (row["broken_rules"], row["warnings"]) == (None, None)


@pytest.mark.parametrize(("rule_id", "corruption"), CORRUPTIONS)
def test_a_corrupted_row_breaks_exactly_its_rule(rule_id: str, corruption: Corruption) -> None:
    bad, good = judged(corruption, {})
    assert found(bad) == {rule_id} | ALSO.get(rule_id, set())
    assert found(good) == set()
    severity = load_vocabulary().rules[rule_id].severity
    assert rule_id in str(bad["broken_rules" if severity == "error" else "warnings"]).split()


def test_every_reading_rule_is_corrupted_here() -> None:
    corrupted = {rule for rule, _ in CORRUPTIONS} | {"record_unreadable"}
    rules = load_vocabulary().rules.values()
    listed = {r.rule_id for r in rules if (r.kind, r.judged_in) == ("dossier", "reading")}
    assert {rule.rule_id for rule in reading_rules()} == listed
    assert corrupted == listed
    assert set(MARKS) <= listed


def test_an_unreadable_record_is_one_quarantined_row() -> None:
    nothing: Corruption = dict.fromkeys(GOOD)
    (row,) = judged(nothing | {mark("record_unreadable"): True})
    assert row["broken_rules"] == "dossier_code_missing record_unreadable"


def test_every_broken_rule_of_a_row_is_listed() -> None:
    (row,) = judged(
        {
            "dossier_code": "1.2E+15",
            "status": "?",
            "due_at": "24/08/2023",
            "returned_at": "1/1/2023",
            "channel": "9",
            "fee_total": "x",
            "components": "x",
        }
    )
    assert row["broken_rules"] == (
        "dossier_code_damaged due_before_received returned_before_received status_unknown"
    )
    assert row["warnings"] == "channel_unknown count_unreadable fee_unreadable"


@pytest.mark.parametrize("status", ["1", "3", "7"])
def test_statuses_without_reception_need_no_dates(status: str) -> None:
    (row,) = judged({"status": status, "received_at": "", "due_at": ""})
    assert found(row) == set()


@pytest.mark.parametrize(
    ("due", "received"),
    [
        ("25/08/2023", "25/08/2023 08:30:00"),
        ("25/08/2023 07:00:00", "25/08/2023"),
        ("25/08/2023 08:30:00", "25/08/2023 08:30:00"),
    ],
)
def test_a_date_without_time_is_that_whole_day(due: str, received: str) -> None:
    (row,) = judged({"due_at": due, "received_at": received})
    assert found(row) == set()


def test_the_flag_decides_else_the_count() -> None:
    rows = judged(
        {"has_digitized_component": "không", "components_digitized": "2"},
        {"has_digitized_component": "", "components_digitized": "2"},
        {"has_digitized_component": "", "components_digitized": "0"},
        {"has_digitized_component": "", "components_digitized": ""},
        {"has_digitized_component": "?", "components_digitized": "1"},
    )
    assert [r["has_digitized_component"] for r in rows] == [False, True, False, None, True]
    assert [r["warnings"] for r in rows] == [
        "digitized_flag_contradicts", None, None, None, "flag_unreadable",
    ]  # fmt: skip


def test_a_blank_channel_is_in_person() -> None:
    assert [r["channel"] for r in judged({"channel": ""}, {"channel": "9"}, {"channel": "3"})] == [
        1,
        None,
        3,
    ]
