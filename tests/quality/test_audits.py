"""Each audit: silent on rows that agree, and naming the row that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cds_pipeline.models.header import SqlFileError
from cds_pipeline.models.lint import lint
from cds_pipeline.quality.audits import load_audits, read_audit, run_audits

if TYPE_CHECKING:
    from pathlib import Path

AUDITS = {audit.name: audit for audit in load_audits()}
INDICATOR = "update marts.fact_indicator set"
RANK = "update marts.rank_unit set"
VERSION = "insert into marts.fact_dossier_version (dossier_code, source_system, version_no, valid_from, valid_to)"
ADJUST = (
    "insert into reference.adjustments (unit_code, indicator_id, period_type, points)"
    " values ('T', 'on_time_rate', 'month', -2)"
)

# audit, what breaks it, what the row it returns says
BREAKS: list[tuple[str, str, dict[str, Any]]] = [
    ("corrections_apply", "insert into quality.correction_result (correction_no, verdict) values (2, 'expired')",
     {"correction_no": 2, "verdict": "expired"}),
    ("rows_accounted_for", "update quality.load_manifest set rows_repeated = 2",
     {"file_name": "2023-08-25/a.csv", "rows_unaccounted": -2}),
    ("rows_accounted_for", "update quality.load_manifest set rows_loaded = null", {"rows_loaded": None}),
    ("rows_accounted_for", "update quality.load_manifest set status = 'refused'", {"status": "refused"}),
    ("quarantine_matches_manifest", "delete from quality.quarantine",
     {"rows_quarantined": 1, "rows_listed": 0}),
    ("quarantine_matches_manifest", "update quality.quarantine set file_name = 'b.csv'",
     {"file_name": "b.csv", "rows_quarantined": None}),
    ("loaded_rows_are_versions", "delete from marts.fact_dossier_version where dossier_code = 'D3'",
     {"rows_loaded": 9, "versions": 8}),
    ("loaded_rows_are_versions", "update marts.fact_dossier_version set source_file = 'b.csv' where dossier_code = 'D3'",
     {"file_name": "b.csv", "versions": 1}),
    ("one_row_per_dossier", "insert into marts.fact_dossier select * from marts.fact_dossier where dossier_code = 'D3'",
     {"dossier_code": "D3", "rows_found": 2}),
    ("one_row_per_dossier", "delete from marts.fact_dossier where dossier_code = 'D3'",
     {"dossier_code": "D3", "rows_found": 0}),
    ("one_row_per_dossier", "update marts.fact_dossier set dossier_code = 'D0' where dossier_code = 'D3'",
     {"dossier_code": "D0", "was_delivered": False}),
    ("parts_equal_whole", f"{INDICATOR} numerator = 5 where unit_key = 'T@1'",
     {"unit_code": "T", "whole_numerator": 5, "parts_numerator": 6}),
    ("parts_equal_whole", f"{INDICATOR} denominator = 6 where unit_key = 'A@1'",
     {"unit_code": "T", "whole_denominator": 8, "parts_denominator": 9}),
    ("parts_equal_whole", "delete from marts.fact_indicator where unit_key = 'A@1'",
     {"unit_code": "T.A", "whole_denominator": 0, "parts_denominator": 5}),
    ("parts_equal_whole", "delete from marts.indicator_own_office where unit_key = 'A@1'",
     {"unit_code": "T.A", "whole_denominator": 5, "parts_denominator": 4}),
    ("each_dossier_counted_once", f"{INDICATOR} denominator = 3 where unit_key = 'S@1'",
     {"counted_in_indicator": 9, "received_in_year": 8}),
    ("each_dossier_counted_once", "delete from marts.fact_dossier where dossier_code = 'D1'",
     {"counted_in_indicator": 8, "received_in_year": 7}),
    ("each_dossier_counted_once", "delete from marts.fact_indicator; delete from marts.indicator_own_office",
     {"as_of_date": None, "counted_in_indicator": 0, "received_in_year": 8}),
    ("ranks_complete", f"{RANK} rank = 1 where unit_key = 'A1@1' and peer_group = 'commune'",
     {"unit_key": "A1@1", "rank": 1, "expected_rank": 2}),
    ("ranks_complete", f"{RANK} rank = 3 - rank where peer_group = 'commune'",
     {"unit_key": "A1@1", "rank": 1, "expected_rank": 2}),
    ("ranks_complete", f"{RANK} rank = rank + 1 where peer_group = 'commune'",
     {"unit_key": "A1@1", "rank": 3, "expected_rank": 2}),
    ("ranks_complete", f"{RANK} numerator = 1 where unit_key = 'A2@1' and peer_group = 'commune'",
     {"unit_key": "A1@1", "expected_rank": 1, "is_joint": False, "expected_is_joint": True}),
    ("ranks_complete", f"{RANK} peers_ranked = 3 where peer_group = 'commune'",
     {"peers_ranked": 3, "expected_peers_ranked": 2}),
    ("ranks_complete", f"{RANK} is_joint = true where unit_key = 'S@1'",
     {"unit_key": "S@1", "expected_is_joint": False}),
    ("ranks_complete", "update marts.dim_indicator set direction = 'lower'",
     {"unit_key": "A1@1", "rank": 2, "expected_rank": 1}),
    ("every_peer_listed", "delete from marts.rank_unit where unit_key = 'A1@1' and peer_group = 'district:T.A'",
     {"peer_group": "district:T.A", "unit_key": "A1@1", "is_listed": False}),
    ("every_peer_listed", f"{RANK} peer_group = 'district' where peer_group = 'department'",
     {"peer_group": "department", "unit_key": "S@1", "is_listed": False}),
    ("on_time_plus_overdue_is_received", "update marts.fact_dossier set is_overdue = true where dossier_code = 'D1'",
     {"dossier_code": "D1", "is_on_time": True, "is_overdue": True}),
    ("on_time_plus_overdue_is_received", "update marts.fact_dossier set is_on_time = null where dossier_code = 'D1'",
     {"dossier_code": "D1", "is_on_time": None}),
    ("on_time_plus_overdue_is_received", "update marts.fact_dossier set is_on_time = true where dossier_code = 'D9'",
     {"dossier_code": "D9", "received_at": None}),
    ("gap_arithmetic", "update marts.target_gap set gap_dossiers = 2 where unit_key = 'S@1'",
     {"unit_key": "S@1", "gap_dossiers": 2}),
    ("gap_arithmetic", "update marts.target_gap set gap_dossiers = 0 where unit_key = 'S@1'",
     {"unit_key": "S@1", "gap_dossiers": 0}),
    ("gap_arithmetic", "update marts.target_gap set gap_dossiers = -1 where unit_key = 'A2@1'", {"gap_dossiers": -1}),
    ("gap_arithmetic", "update marts.target_gap set gap_pp = 0 where unit_key = 'S@1'", {"gap_pp": 0.0}),
    ("gap_arithmetic", "update marts.target_gap set target_pct = null where unit_key = 'S@1'", {"target_pct": None}),
    ("gap_arithmetic", "update marts.target_gap set gap_dossiers = null where unit_key = 'S@1'", {"gap_dossiers": None}),
    ("one_version_valid_at_a_time", f"{VERSION} values ('D1', 'default', 2, '2023-08-26', null)",
     {"dossier_code": "D1", "version_no": 2}),
    ("one_version_valid_at_a_time", "update marts.fact_dossier_version set valid_to = '2023-08-24' where dossier_code = 'D1'",
     {"dossier_code": "D1", "version_no": 1}),
    ("one_version_valid_at_a_time", "update marts.fact_dossier_version set valid_to = '2023-08-30' where dossier_code = 'D1'",
     {"dossier_code": "D1"}),
    ("unit_keys_resolve", "update marts.fact_dossier set unit_key = 'X@1' where dossier_code = 'D1'",
     {"used_in": "marts.fact_dossier.unit_key", "unit_key": "X@1"}),
    ("unit_keys_resolve", "update marts.fact_dossier set receiving_unit_key = 'X@1' where dossier_code = 'D1'",
     {"used_in": "marts.fact_dossier.receiving_unit_key"}),
    ("unit_keys_resolve", "delete from marts.dim_unit where unit_key = 'A@1'",
     {"used_in": "marts.dim_unit.parent_unit_key", "unit_key": "A@1"}),
    ("value_in_range", f"{INDICATOR} numerator = 3 where unit_key = 'S@1'", {"unit_key": "S@1", "numerator": 3}),
    ("value_in_range", f"{INDICATOR} numerator = -1 where unit_key = 'S@1'", {"numerator": -1}),
    ("value_in_range", f"{INDICATOR} value_pct = 50.1 where unit_key = 'S@1'", {"value_pct": 50.1}),
    ("value_in_range", f"{INDICATOR} value_pct = null where unit_key = 'S@1'", {"value_pct": None}),
    ("value_in_range", f"{INDICATOR} score = 20.01 where unit_key = 'S@1'", {"score": 20.01}),
    ("value_in_range", f"{INDICATOR} score = -0.5 where unit_key = 'S@1'", {"score": -0.5}),
    ("adjustments_apply", ADJUST, {"unit_code": "T", "points": -2}),
]  # fmt: skip


@pytest.mark.parametrize("name", AUDITS)
def test_rows_that_agree_pass(warehouse: Any, name: str) -> None:
    (outcome,) = run_audits(warehouse.query, [name])
    assert (outcome.verdict, outcome.failing_count, outcome.sample) == ("passed", 0, ())


@pytest.mark.parametrize(("name", "broken", "row"), BREAKS)
def test_a_row_that_breaks_it_is_named(
    warehouse: Any, name: str, broken: str, row: dict[str, Any]
) -> None:
    warehouse.run(broken)
    (outcome,) = run_audits(warehouse.query, [name])
    assert outcome.verdict == "failed"
    assert outcome.failing_count == len(outcome.sample) >= 1
    assert any(row.items() <= found.items() for found in outcome.sample), outcome.sample


def test_every_audit_is_proven_by_a_row_that_breaks_it() -> None:
    assert {name for name, _, _ in BREAKS} | {"volume_drop"} == set(AUDITS)


@pytest.mark.parametrize(
    ("last_week", "warned"), [(None, True), (3, True), (4, False), (36, False), (37, True)]
)
def test_volume_drop_compares_the_two_last_closed_weeks(
    warehouse: Any, last_week: int | None, warned: bool
) -> None:
    insert = (
        "insert into marts.fact_indicator by name select * replace ('week' as period_type, "
        "date '{}' as period_start, {} as denominator, {} as is_provisional) "
        "from marts.fact_indicator where period_type = 'ytd' and unit_key = '{}'"
    )
    warehouse.run(insert.format("2023-08-14", 20, False, "S@1"))
    warehouse.run(insert.format("2023-08-21", 5, False, "A@1"))
    warehouse.run(insert.format("2023-08-28", 1, True, "S@1"))
    if last_week is not None:
        warehouse.run(insert.format("2023-08-21", last_week, False, "S@1"))
    (outcome,) = run_audits(warehouse.query, ["volume_drop"])
    assert outcome.severity == "warning"
    assert not outcome.blocks
    rows = [
        (r["unit_key"], r["dossiers_week_before"], r["dossiers_last_week"]) for r in outcome.sample
    ]
    assert rows == ([("S@1", 20, last_week or 0)] if warned else [])


def test_a_commune_may_outlive_a_version_of_its_district(warehouse: Any) -> None:
    """A district renamed in August: its two versions together hold what the communes hold."""
    warehouse.run("update marts.dim_unit set valid_to = '2023-08-03' where unit_key = 'A@1'")
    warehouse.add(
        "marts.dim_unit", unit_key="A@2", code_system="agency", unit_code="T.A", unit_name="Thị xã An",
        unit_level="district", parent_unit_key="T@1", valid_from="2023-08-03", is_current=True,
    )  # fmt: skip
    warehouse.run(
        "update marts.fact_indicator set numerator = 1, denominator = 1 where unit_key = 'A@1'"
    )
    warehouse.run(
        "insert into marts.fact_indicator select * replace ('A@2' as unit_key, 3 as numerator, "
        "4 as denominator) from marts.fact_indicator where unit_key = 'A@1'"
    )
    (outcome,) = run_audits(warehouse.query, ["parts_equal_whole"])
    assert outcome.verdict == "passed"


def test_a_whole_not_in_force_throughout_is_not_compared(warehouse: Any) -> None:
    """Any reference folder is legal: what its gaps leave out is a warning, not a blocked run."""
    warehouse.run("update marts.dim_unit set valid_from = '2023-08-04' where unit_key = 'A@1'")
    warehouse.run("update marts.fact_indicator set denominator = 4 where unit_key = 'A@1'")
    warehouse.run("update marts.fact_indicator set denominator = 7 where unit_key = 'T@1'")
    (outcome,) = run_audits(warehouse.query, ["parts_equal_whole"])
    assert outcome.verdict == "passed"


def test_counted_procedures_do_not_add_up_and_need_not(warehouse: Any) -> None:
    warehouse.run("update marts.dim_indicator set is_additive = false")
    warehouse.run("update marts.fact_indicator set numerator = 1 where unit_key = 'T@1'")
    (outcome,) = run_audits(warehouse.query, ["parts_equal_whole"])
    assert outcome.verdict == "passed"


def test_a_version_replaced_on_its_delivery_day_is_empty_not_overlapping(warehouse: Any) -> None:
    warehouse.run(f"{VERSION} values ('D1', 'default', 0, '2023-08-25', '2023-08-25')")
    warehouse.run(f"{VERSION} values ('D1', 'onestop', 1, '2023-08-20', null)")
    (outcome,) = run_audits(warehouse.query, ["one_version_valid_at_a_time"])
    assert outcome.verdict == "passed"


def test_ranks_are_compared_without_rounding(warehouse: Any) -> None:
    """1/3 is ahead of 333333333/1000000000 by 3e-10."""
    for key, numerator, denominator in (("A1@1", 1, 3), ("A2@1", 333333333, 1000000000)):
        warehouse.run(
            f"update marts.rank_unit set numerator = {numerator}, denominator = {denominator}, "
            f"rank = 1, is_joint = true where unit_key = '{key}' and peer_group = 'commune'"
        )
    (outcome,) = run_audits(warehouse.query, ["ranks_complete"])
    assert [(r["unit_key"], r["expected_rank"]) for r in outcome.sample] == [
        ("A1@1", 1),
        ("A2@1", 2),
    ]


def test_many_bad_rows_are_counted_and_the_first_shown(warehouse: Any) -> None:
    warehouse.run(
        "insert into quality.load_manifest (file_name, rows_read, rows_loaded, rows_quarantined, "
        "rows_repeated) select 'f' || lpad(i::varchar, 3, '0'), 1, 0, 0, 0 from range(100) as t (i)"
    )
    (outcome,) = run_audits(warehouse.query, ["rows_accounted_for"])
    assert outcome.failing_count == 100
    assert [row["file_name"] for row in outcome.sample] == [f"f{i:03d}" for i in range(20)]


def test_an_outage_is_an_error_and_the_other_audits_still_run(warehouse: Any) -> None:
    warehouse.run("drop table quality.load_manifest")
    outcomes = {o.check_id: o for o in run_audits(warehouse.query)}
    broken = outcomes["rows_accounted_for"]
    assert (broken.verdict, broken.failing_count) == ("error", 0)
    assert "load_manifest" in broken.message
    assert broken.blocks
    assert outcomes["value_in_range"].verdict == "passed"


def test_an_unknown_audit_is_a_mistake_that_lists_what_there_is(warehouse: Any) -> None:
    with pytest.raises(KeyError, match=r"no_such_audit.*rows_accounted_for"):
        run_audits(warehouse.query, ["no_such_audit"])


@pytest.mark.parametrize("name", AUDITS)
def test_audits_mean_the_same_on_every_engine(name: str) -> None:
    assert lint(AUDITS[name].sql, name) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("select 1 as x from marts.t as t", "begins with no"),
        ("/* name: other */ select 1 as x", "header"),
        (("/*\nname: other\ntitle_vi: a\ndescription_vi: b\nseverity: error\ntable: marts.t\n*/\n"
         "select t.x as x from marts.t as t"), "the file is bad.sql"),
        (("/*\nname: bad\ntitle_vi: a\ndescription_vi: b\nseverity: error\ntable: marts.t\n*/\n"
         "select t.x as x from marts.u as t"), "does not read"),
        (("/*\nname: bad\ntitle_vi: a\ndescription_vi: b\nseverity: fatal\ntable: marts.t\n*/\n"
         "select t.x as x from marts.t as t"), "severity"),
    ],
)  # fmt: skip
def test_a_malformed_audit_file_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "bad.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SqlFileError, match=complaint):
        read_audit(path)
