"""Every indicator of Decision 766 that dossiers allow, on a few dossiers one can count by hand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from small_world import build, rows_of

from cds_pipeline import paths
from cds_pipeline.models.catalog import load_catalog

# 1.000001 has no fee and level 4, 1.000002 a fee and level 3, of 1.000003 nothing is known.
FEE, FREE, UNKNOWN = "1.000002", "1.000001", "1.000003"
ROWS: list[dict[str, Any]] = [
    {"procedure_code": FREE, "channel": 2, "applicant_kind": 1, "uses_population_data": True},
    {"procedure_code": FREE, "channel": 1, "applicant_kind": 1, "has_shared_component": True},
    {"procedure_code": FEE, "channel": 2, "applicant_kind": 2, "online_payment": True, "fee_total": 100},
    {"procedure_code": FEE, "applicant_kind": 1, "online_payment": True, "fee_total": 0},
    {"procedure_code": FEE, "status": 9, "finished_at": "2023-08-03 20:00:00", "supplement_seconds": 43200},
    {"procedure_code": UNKNOWN, "channel": 2, "online_payment": True, "due_at": "2023-08-02 00:00:00"},
]  # fmt: skip


def figure(session: Any, indicator: str, more: str = "") -> tuple[Any, ...]:
    (row,) = rows_of(
        session,
        "select numerator, denominator, left_out from marts.fact_indicator"
        f" where indicator_id = '{indicator}' and unit_level = 'province'"
        f" and as_of_date = '2023-08-25' and period_type = 'ytd' {more}",
    )
    return row


def test_numerators_denominators_and_what_is_left_out(tmp_path: Path) -> None:
    with build(tmp_path, ROWS) as session:
        assert {
            name: figure(session, name)
            for name in (
                "shared_store_rate", "population_data_dossier_rate", "population_data_procedure_rate",
                "online_submission_rate", "full_online_rate", "online_payment_rate",
                "online_payment_procedure_rate", "dossier_satisfaction_rate",
            )
        } == {
            "shared_store_rate": (1, 6, None),
            "population_data_dossier_rate": (1, 6, None),
            # Two procedures have a citizen's dossier; two dossiers do not say who applied.
            "population_data_procedure_rate": (1, 2, 2),
            "online_submission_rate": (3, 6, None),
            "full_online_rate": (1, 2, 1),
            # A fee of 0 is no fee; a fee that was not sent stays in.
            "online_payment_rate": (1, 2, 1),
            "online_payment_procedure_rate": (1, 1, 1),
            # Overdue: one past its due day, two past the legal maximum of their procedure.
            "dossier_satisfaction_rate": (3, 6, None),
        }  # fmt: skip


def test_mean_processing_time_is_in_days_without_waiting_and_less_is_better(tmp_path: Path) -> None:
    later = {"status": 10, "received_at": "2022-12-31 08:00:00", "finished_at": "2023-03-01 08:00:00"}  # fmt: skip
    with build(tmp_path, [*ROWS, {**later, "received_at": "2023-01-01 08:00:00", "unit_code": "T01.B"}]) as session:  # fmt: skip
        assert rows_of(
            session,
            "select u.unit_code, f.value_pct, f.score, r.rank from marts.fact_indicator as f"
            " join marts.dim_unit as u using (unit_key) join marts.rank_unit as r"
            " using (as_of_date, period_type, period_start, unit_key, indicator_id)"
            " where f.indicator_id = 'mean_processing_days' and f.period_type = 'ytd'"
            " and r.peer_group = 'district' order by 1",
        ) == [("T01.A", 2.0, None, 1), ("T01.B", 59.0, None, 2)]


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2023-08-01 08:00:00", "2023-08-01 08:00:05", 5),
        ("2023-12-31 23:59:59", "2024-01-01 00:00:00", 1),
        ("2024-02-28 00:00:00", "2024-03-01 00:00:00", 2 * 86_400),
        ("2023-02-28 00:00:00", "2023-03-01 00:00:00", 86_400),
        ("2024-12-31 00:00:00", "2025-01-01 12:00:00", 86_400 + 43_200),
    ],
)
def test_seconds_between_two_moments(tmp_path: Path, start: str, end: str, seconds: int) -> None:
    row = {"status": 9, "received_at": start, "finished_at": end, "delivered_on": "2025-02-01"}
    with build(tmp_path, [row]) as session:
        assert rows_of(session, "select processing_seconds from marts.fact_dossier") == [(seconds,)]


def test_procedures_are_counted_once_at_every_level_and_period(tmp_path: Path) -> None:
    paid = {"procedure_code": FEE, "online_payment": True, "fee_total": 5}
    rows = [
        {**paid, "unit_code": "T01.A.1", "received_at": "2023-08-01 08:00:00"},
        {**paid, "unit_code": "T01.A.1", "received_at": "2023-08-02 08:00:00"},
        {**paid, "unit_code": "T01.A.2", "received_at": "2023-07-02 08:00:00"},
        {"procedure_code": FEE, "unit_code": "T01.B.1", "received_at": "2023-08-01 08:00:00"},
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select u.unit_code, f.period_type, f.numerator, f.denominator"
            " from marts.fact_indicator as f join marts.dim_unit as u using (unit_key)"
            " where f.indicator_id = 'online_payment_procedure_rate' and f.denominator > 0"
            " and f.period_type in ('month', 'ytd') and f.period_start in ('2023-08-01', '2023-01-01')"
            " order by 1, 2",
        ) == [
            ("T01", "month", 1, 1), ("T01", "ytd", 1, 1),
            ("T01.A", "month", 1, 1), ("T01.A", "ytd", 1, 1),
            ("T01.A.1", "month", 1, 1), ("T01.A.1", "ytd", 1, 1),
            ("T01.A.2", "ytd", 1, 1),
            ("T01.B", "month", 0, 1), ("T01.B", "ytd", 0, 1),
            ("T01.B.1", "month", 0, 1), ("T01.B.1", "ytd", 0, 1),
        ]  # fmt: skip
        # What is counted once is followed to its dossiers all the same.
        assert rows_of(
            session,
            "select count(*), count(distinct d.procedure_code) from reports.dossier_indicator as i"
            " join marts.fact_dossier as d using (dossier_code) join marts.dim_unit as u"
            " on i.counted_unit_key = u.unit_key where i.numerator > 0 and u.unit_level = 'province'"
            " and i.indicator_id = 'online_payment_procedure_rate'",
        ) == [(3, 1)]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"components": 2, "has_e_result": True}, True),
        ({"components": 2, "has_digitized_component": True}, False),
        ({"components": 0, "has_e_result": True}, False),
        ({"has_digitized_component": True, "has_e_result": True}, True),
        ({"components": 1, "procedure_code": "1.000009"}, True),
    ],
)
def test_digitization_since_2026_asks_for_a_result(
    tmp_path: Path, row: dict[str, Any], counts: bool
) -> None:
    procedures = (
        "procedure_code,procedure_name,field_name,service_level,returns_paper_result,has_fee,legal_max_days,valid_from,valid_to\n"
        "1.000001,Một,,,,,,2020-01-01,\n1.000009,Không trả bản giấy,,,false,,,2020-01-01,\n"
    )
    row = {**row, "received_at": "2026-02-01 08:00:00", "delivered_on": "2026-02-02"}
    with build(tmp_path, [row], procedures=procedures) as session:
        assert rows_of(
            session,
            "select definition_version, numerator, max_score from marts.fact_indicator"
            " where indicator_id = 'digitization_rate' and unit_level = 'province' and period_type = 'ytd'",
        ) == [("v2026", int(counts), 4.0)]


def test_a_2027_version_is_one_file_and_is_not_compared_across(tmp_path: Path) -> None:
    sql = Path(shutil.copytree(paths.sql_folder(), tmp_path / "sql"))
    old = sql / "indicators" / "shared_store_rate.sql"
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("valid_to: null", "valid_to: 2027-01-01"), encoding="utf-8")
    (sql / "indicators" / "shared_store_rate_v2027.sql").write_text(
        text.replace("v2022", "v2027")
        .replace("valid_from: 2020-01-01", "valid_from: 2027-01-01")
        .replace("max_score: 4", "max_score: 3"),
        encoding="utf-8",
    )
    rows = [
        {"received_at": f"{day} 08:00:00", "delivered_on": day, "has_shared_component": True}
        for day in ("2026-02-10", "2027-02-10")
    ]
    with build(tmp_path, rows, catalog=load_catalog(sql)) as session:
        assert rows_of(
            session,
            "select year(period_start), definition_version, score from marts.fact_indicator"
            " where indicator_id = 'shared_store_rate' and unit_level = 'province'"
            " and period_type = 'ytd' and denominator > 0 and as_of_date in ('2026-02-10', '2027-02-10')"
            " order by as_of_date",
        ) == [(2026, "v2022", 4.0), (2027, "v2027", 3.0)]
        assert rows_of(
            session,
            "select rank, rank_previous, value_change_pp from marts.rank_unit"
            " where indicator_id = 'shared_store_rate' and period_type = 'ytd'"
            " and as_of_date = '2027-02-10' and rank is not null and peer_group = 'commune'",
        ) == [(1, None, None)]
