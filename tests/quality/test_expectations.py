"""Great Expectations on a finished warehouse: every expectation proven by a row that breaks it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.models.lint import lint
from cds_pipeline.quality.expectations import run_suites
from cds_pipeline.quality.outcome import CheckError, PlannedCheck, raise_on_outage
from cds_pipeline.quality.suites import Expectation, Suite, build_suites

if TYPE_CHECKING:
    from pathlib import Path

ALL_SUITES = build_suites(load_catalog())
# Suites of tables; those of the indicators' views are tested in test_each_indicator.py.
SUITES = [suite for suite in ALL_SUITES if not suite.table.startswith("indicators.")]
EXPECTATIONS = {e.check.check_id: e for suite in SUITES for e in suite.expectations}
OF_KIND = {
    kind: [i for i, e in EXPECTATIONS.items() if e.kind == kind]
    for kind in ("columns", "grain", "not_null", "allowed", "rows")
}
PUBLIC_TABLES = {
    "marts.dim_unit", "marts.dim_procedure", "marts.dim_date", "marts.dim_indicator", "marts.fact_dossier",
    "marts.fact_dossier_version", "marts.fact_indicator", "marts.rank_unit", "marts.target_gap",
    "marts.fact_score", "marts.score_adjustment", "quality.load_manifest", "quality.quarantine",
}  # fmt: skip

# expectation, what breaks it, what the row it shows says
BREAKS: list[tuple[str, str, dict[str, Any]]] = [
    ("dim_unit_one_validity_at_a_time",
     ("insert into marts.dim_unit select * replace ('A@2' as unit_key, date '2022-01-01' as valid_from) "
     "from marts.dim_unit where unit_key = 'A@1'"), {"unit_key": "A@1", "overlapping_unit_key": "A@2"}),
    ("dim_unit_has_parent_throughout", "update marts.dim_unit set parent_unit_key = null where unit_key = 'A1@1'",
     {"unit_key": "A1@1", "parent_unit_code": None}),
    ("dim_unit_has_parent_throughout", "update marts.dim_unit set valid_to = '2023-01-01' where unit_key = 'A@1'",
     {"unit_key": "A2@1", "parent_unit_code": "T.A"}),
    ("unit_keys_resolve", "update marts.rank_unit set unit_key = 'X@1' where unit_key = 'S@1'",
     {"used_in": "marts.rank_unit.unit_key", "unit_key": "X@1"}),
    ("dim_procedure_one_validity_at_a_time",
     "insert into marts.dim_procedure (procedure_code, valid_from) values ('1.000001', '2021-01-01')",
     {"procedure_code": "1.000001"}),
    ("dim_date_no_gap", "insert into marts.dim_date (calendar_date) values ('2023-09-02')", {}),
    ("one_row_per_dossier", "delete from marts.fact_dossier where dossier_code = 'D3'", {"dossier_code": "D3"}),
    ("fact_dossier_received_unless_not_accepted", "update marts.fact_dossier set status = 4 where dossier_code = 'D9'",
     {"dossier_code": "D9", "status": 4}),
    ("fact_dossier_counts_not_negative", "update marts.fact_dossier set components = -1 where dossier_code = 'D3'",
     {"dossier_code": "D3", "components": -1}),
    ("fact_dossier_counts_not_negative", "update marts.fact_dossier set supplement_seconds = -1 where dossier_code = 'D3'",
     {"supplement_seconds": -1}),
    ("fact_dossier_counts_not_negative", "update marts.fact_dossier set fee_total = -0.01 where dossier_code = 'D3'",
     {"dossier_code": "D3"}),
    ("loaded_rows_are_versions", "update quality.load_manifest set rows_loaded = 8", {"rows_loaded": 8, "versions": 9}),
    ("one_version_valid_at_a_time", ("update marts.fact_dossier_version set dossier_code = 'D1', version_no = 2 "
     "where dossier_code = 'D2'"), {"dossier_code": "D1", "version_no": 2}),
    ("parts_equal_whole", "update marts.fact_indicator set numerator = 5 where unit_key = 'T@1'",
     {"unit_code": "T", "whole_numerator": 5, "parts_numerator": 6}),
    ("each_dossier_counted_once", "delete from marts.fact_dossier where dossier_code = 'D1'", {"received_in_year": 7}),
    ("value_in_range", "update marts.fact_indicator set numerator = 3 where unit_key = 'S@1'", {"unit_key": "S@1"}),
    ("volume_drop", ("insert into marts.fact_indicator select * replace ('week' as period_type, date '2023-08-14' as "
     "period_start, 20 as denominator, false as is_provisional) from marts.fact_indicator where unit_key = 'S@1'; "
     "insert into marts.fact_indicator select * replace (date '2023-08-21' as period_start, 1 as denominator) "
     "from marts.fact_indicator where unit_key = 'S@1' and period_type = 'week'"),
     {"unit_key": "S@1", "dossiers_last_week": 1}),
    ("fact_score_adds_up", "update marts.fact_score set score = 14 where indicator_id = 'group_progress'",
     {"indicator_id": "total_score", "score": 15.0, "parts_score": 14}),
    ("fact_score_within_points", "update marts.fact_score set score = 21 where indicator_id = 'total_score'",
     {"score": 21.0, "measured_points": 20.0}),
    ("fact_score_within_points", "update marts.fact_score set is_partial = false", {"indicator_id": "total_score"}),
    ("adjustments_apply", "insert into reference.adjustments (unit_code, indicator_id, points) values ('T', 'x', 1)",
     {"unit_code": "T", "indicator_id": "x"}),
    ("ranks_complete", "update marts.rank_unit set rank = 1, is_joint = true where peer_group = 'commune'",
     {"unit_key": "A1@1", "rank": 1, "expected_rank": 2}),
    ("every_peer_listed", "delete from marts.rank_unit where peer_group = 'district'", {"unit_key": "A@1"}),
    ("rank_unit_ranked_or_reason", "update marts.rank_unit set rank = null where unit_key = 'S@1'",
     {"unit_key": "S@1", "rank": None}),
    ("rank_unit_ranked_or_reason", "update marts.rank_unit set not_ranked_reason = 'x' where unit_key = 'S@1'",
     {"unit_key": "S@1", "rank": 1}),
    ("target_gap_status_fits_gap", "update marts.target_gap set status = 'met' where unit_key = 'S@1'", {"status": "met"}),
    ("target_gap_status_fits_gap", "update marts.target_gap set status = 'short' where unit_key = 'A2@1'",
     {"unit_key": "A2@1"}),
    ("target_gap_status_fits_gap", "update marts.target_gap set status = 'no_target' where unit_key = 'A2@1'",
     {"status": "no_target"}),
    ("gap_arithmetic", "update marts.target_gap set gap_dossiers = 0 where unit_key = 'S@1'", {"unit_key": "S@1"}),
    ("load_manifest_refusal_has_reason", "update quality.load_manifest set status = 'refused'", {"message": None}),
    ("quarantine_only_errors", "update quality.quarantine set severity = 'warning' where rule_id = 'status_missing'",
     {"rule_id": "status_missing"}),
    ("quarantine_resolved_later", "update quality.quarantine set resolved_on = '2023-08-24'", {"source_row": 10}),
    ("quarantine_matches_manifest", "delete from quality.quarantine", {"rows_listed": 0}),
]  # fmt: skip


def outcomes_of(warehouse: Any, *check_ids: str) -> dict[str, Any]:
    tables = sorted({EXPECTATIONS[i].check.table for i in check_ids})
    outcomes = {o.check_id: o for o in run_suites(warehouse.connection, warehouse.catalog, tables)}
    return {i: outcomes[i] for i in check_ids}


def test_rows_that_agree_pass_and_nothing_is_written_or_printed(
    warehouse: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    outcomes = run_suites(warehouse.connection, warehouse.catalog)
    assert [(o.check_id, o.message) for o in outcomes if o.verdict != "passed"] == []
    assert [o.check_id for o in outcomes] == [
        e.check.check_id for suite in ALL_SUITES for e in suite.expectations
    ]
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("check_id", "broken", "row"), BREAKS)
def test_a_row_that_breaks_it_is_shown(
    warehouse: Any, check_id: str, broken: str, row: dict[str, Any]
) -> None:
    warehouse.run(broken)
    outcome = outcomes_of(warehouse, check_id)[check_id]
    assert outcome.verdict == "failed", outcome.message
    assert outcome.failing_count == len(outcome.sample) >= 1
    assert any(row.items() <= found.items() for found in outcome.sample), outcome.sample
    assert warehouse.query(outcome.query).num_rows == outcome.failing_count


def test_every_hand_written_expectation_is_proven() -> None:
    assert {check_id for check_id, _, _ in BREAKS} == set(OF_KIND["rows"])


def test_a_blank_cell_breaks_every_not_null(warehouse: Any) -> None:
    for suite in SUITES:
        column = warehouse.catalog.model(suite.table).columns[0]
        warehouse.run(f"insert into {suite.table} ({column}) values (null)")
    outcomes = outcomes_of(warehouse, *OF_KIND["not_null"])
    assert {
        i for i, o in outcomes.items() if (o.verdict, o.failing_count) != ("failed", 1)
    } == set()
    assert all(o.sample[0][EXPECTATIONS[i].column] is None for i, o in outcomes.items())


def test_a_strange_value_breaks_every_code_list(warehouse: Any) -> None:
    for check_id in OF_KIND["allowed"]:
        expectation = EXPECTATIONS[check_id]
        strange = "99" if isinstance(expectation.values[0], int) else "'strange'"
        warehouse.run(
            f"insert into {expectation.check.table} ({expectation.column}) values ({strange}), (null)"
        )
    outcomes = outcomes_of(warehouse, *OF_KIND["allowed"])
    assert {
        i for i, o in outcomes.items() if (o.verdict, o.failing_count) != ("failed", 1)
    } == set()
    assert {o.sample[0][EXPECTATIONS[i].column] for i, o in outcomes.items()} == {99, "strange"}


def test_a_row_given_twice_breaks_every_grain(warehouse: Any) -> None:
    for suite in SUITES:
        warehouse.run(f"insert into {suite.table} select * from {suite.table}")
    outcomes = outcomes_of(warehouse, *OF_KIND["grain"])
    assert {o.verdict for o in outcomes.values()} == {"failed"}
    assert {o.sample[0]["rows_found"] for o in outcomes.values()} == {2}


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        ("alter table {} add column extra integer", ("extra", None, "INTEGER")),
        ("alter table {} drop column {}", ("", "", None)),
        ("alter table {} alter column {} type blob", ("", "", "BLOB")),
    ],
)
def test_a_changed_column_breaks_every_table(
    warehouse: Any, broken: str, row: tuple[str, str | None, str | None]
) -> None:
    last = {s.table: warehouse.catalog.model(s.table).columns[-1] for s in SUITES}
    for table, column in last.items():
        warehouse.run(f"update {table} set {column} = null")
        warehouse.run(broken.format(table, column))
    outcomes = outcomes_of(warehouse, *OF_KIND["columns"])
    assert {o.verdict for o in outcomes.values()} == {"failed"}
    for outcome in outcomes.values():
        (found,) = outcome.sample
        assert found["column_name"] == (row[0] or last[outcome.table])
        assert found["actual_type"] == row[2]


def test_every_public_table_has_a_suite_of_columns_grain_and_filled_cells() -> None:
    assert {suite.table for suite in SUITES} == PUBLIC_TABLES
    for suite in SUITES:
        assert {"columns", "grain", "not_null"} <= {e.kind for e in suite.expectations}


@pytest.mark.parametrize("check_id", EXPECTATIONS)
def test_queries_are_pasteable_and_portable(check_id: str) -> None:
    assert lint(EXPECTATIONS[check_id].check.query, check_id) == []
    assert check_id.isidentifier()


def test_a_missing_table_is_an_error_for_it_alone(warehouse: Any) -> None:
    warehouse.run("drop table quality.quarantine")
    outcomes = run_suites(
        warehouse.connection, warehouse.catalog, ["marts.dim_unit", "quality.quarantine"]
    )
    verdicts = {o.table: o.verdict for o in outcomes}
    assert verdicts == {"marts.dim_unit": "passed", "quality.quarantine": "error"}
    assert {o.failing_count for o in outcomes} == {0}
    with pytest.raises(CheckError, match="quarantine_grain_unique"):
        raise_on_outage(outcomes)


def test_a_missing_column_is_an_error_of_what_needs_it(warehouse: Any) -> None:
    warehouse.run("alter table quality.quarantine drop column severity")
    outcomes = outcomes_of(warehouse, *[i for i in EXPECTATIONS if i.startswith("quarantine_")])
    verdicts = {i: o.verdict for i, o in outcomes.items()}
    assert verdicts["quarantine_columns_and_types"] == "failed"
    assert verdicts["quarantine_severity_filled"] == "error"
    assert verdicts["quarantine_severity_allowed"] == "error"
    assert verdicts["quarantine_only_errors"] == "error"
    assert verdicts["quarantine_grain_unique"] == "passed"
    assert "severity" in outcomes["quarantine_only_errors"].message


def test_a_query_that_fails_halfway_is_an_error(warehouse: Any) -> None:
    from cds_pipeline.quality.validation import validate

    check = replace(
        EXPECTATIONS["dim_unit_grain_unique"].check,
        query="select cast(u.unit_key as integer) as x from marts.dim_unit as u",
    )
    (outcome,) = validate(
        warehouse.connection, [Suite("marts.dim_unit", (Expectation(check, "rows"),))]
    )
    assert (outcome.verdict, outcome.failing_count) == ("error", 0)
    assert "Conversion Error" in outcome.message


def test_the_text_of_a_rule_reaches_the_database_unchanged(warehouse: Any) -> None:
    from cds_pipeline.quality.validation import validate

    text = ":name {batch} %s 'x:y' 100 % 5"
    quoted = text.replace("'", "''")
    check = PlannedCheck(
        "odd", "marts.dim_unit", "error", "x",
        f"select u.unit_key, '{quoted}' as text, 7 % 4 as three from marts.dim_unit as u\n"
        f"where u.unit_code = 'T.A' and length('{quoted}') SIGN {len(text)}", "great_expectations",
    )  # fmt: skip
    suite = Suite(
        "marts.dim_unit",
        tuple(
            Expectation(
                replace(check, check_id=name, query=check.query.replace("SIGN", sign)), "rows"
            )
            for name, sign in (("same", "="), ("other", "<>"))
        ),
    )
    same, other = validate(warehouse.connection, [suite])
    assert same.sample == ({"unit_key": "A@1", "text": text, "three": 3},)
    assert other.verdict == "passed"


def test_the_build_stays_open_and_its_transaction_its_own(tmp_path: Path, catalog: Any) -> None:
    """The connection is a build's: a file attached under a name, in use, with work in progress."""
    connection = duckdb.connect()
    connection.execute(f"attach '{tmp_path / 'cds.duckdb'}' as cds (storage_version 'v1.4.0')")
    connection.execute("use cds; set TimeZone = 'Asia/Ho_Chi_Minh'; create schema marts")
    connection.execute("create table marts.dim_procedure as select 'x' as procedure_code")
    connection.execute("begin; create table marts.half_done as select 1 as x")
    outcomes = run_suites(connection, catalog, ["marts.dim_procedure"])
    assert {o.check_id: o.verdict for o in outcomes}[
        "dim_procedure_procedure_code_filled"
    ] == "passed"
    connection.execute("commit")
    assert connection.execute("select x from marts.half_done").fetchall() == [(1,)]
    assert connection.execute("select current_setting('TimeZone')").fetchall() == [
        ("Asia/Ho_Chi_Minh",)
    ]
    connection.close()


def test_great_expectations_is_imported_only_to_validate() -> None:
    script = (
        "import sys, cds_pipeline.quality.audits, cds_pipeline.quality.expectations, "
        "cds_pipeline.quality.summary\n"
        "from cds_pipeline.models.catalog import load_catalog\n"
        "cds_pipeline.quality.expectations.build_suites(load_catalog())\n"
        "sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_an_unknown_table_is_a_mistake_that_lists_the_suites(warehouse: Any) -> None:
    with pytest.raises(KeyError, match=r"marts\.nothing.*marts\.dim_unit"):
        run_suites(warehouse.connection, warehouse.catalog, ["marts.nothing"])
