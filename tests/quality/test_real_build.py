"""All checks on warehouses that the models really built, over reference data of every legal shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from small_world import UNITS, build

from cds_pipeline.quality.audits import run_audits
from cds_pipeline.quality.expectations import run_suites

if TYPE_CHECKING:
    from pathlib import Path

OFFICES = ["T01", "T01.S1", "T01.A", "T01.A.1", "T01.A.2", "T01.B", "T01.B.2"]
RECEIVED = [
    {
        "unit_code": office,
        "received_at": f"2023-08-{day:02d} 08:00:00",
        "finished_at": f"2023-08-{day + 2:02d} 08:00:00" if day % 2 else None,
        "due_at": f"2023-08-{day + (day % 3):02d} 00:00:00",
        "status": 9 if day % 2 else 4,
        "has_digitized_component": day % 4 != 0,
    }
    for office in OFFICES
    for day in (1, 2, 9, 16, 23)
]
AWKWARD: list[dict[str, Any]] = [
    {"status": 1, "received_at": None},
    {"unit_code": "nowhere"},
    {"dossier_code": "D-0001", "status": 10, "finished_at": "2023-08-05 08:00:00", "delivered_on": "2023-08-28"},
    {"dossier_code": "D-0002", "source_system": "onestop", "file": "onestop/b.csv"},
    {"dossier_code": "R-1", "file": "c.csv"},
    {"dossier_code": "R-1", "file": "d.csv"},
    {"dossier_code": "late", "received_at": "2023-09-02 08:00:00"},
]  # fmt: skip
RENAMED = UNITS.replace(
    "T01.A,901,Huyện An,district,T01,T01,2020-01-01,\n",
    "T01.A,901,Huyện An,district,T01,T01,2020-01-01,2023-08-10\n"
    "T01.A,901,Thị xã An,district,T01,T01,2023-08-10,\n",
)
SHAPES = {
    "the small province": UNITS,
    "a district renamed in August": RENAMED,
    "a district that ends before its communes": UNITS.replace(
        "district,T01,T01,2020-01-01,\nT01.B,", "district,T01,T01,2020-01-01,2023-08-10\nT01.B,"
    ),
    "a province that begins after its units": UNITS.replace(
        "province,,T01,2020-01-01", "province,,T01,2023-08-10"
    ),
    "no province and no parents": "\n".join(
        line.replace(",T01,T01,", ",,,").replace(",T01.A,T01,", ",,,").replace(",T01.B,T01,", ",,,")
        for line in UNITS.splitlines()
        if ",province," not in line
    )
    + "\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_blocking_checks_hold_for_any_reference_folder(tmp_path: Path, shape: str) -> None:
    with build(tmp_path, RECEIVED + AWKWARD, units=SHAPES[shape]) as session:
        outcomes = run_audits(session.query) + run_suites(session.connection, session.catalog)
        known = session.query("select count(*) as n from marts.fact_dossier").to_pylist()
    assert known[0]["n"] > len(RECEIVED) * 0.8
    assert {o.check_id: o.sample[:3] or o.message for o in outcomes if o.blocks} == {}


def test_nothing_delivered_but_a_heading_line_passes(tmp_path: Path) -> None:
    with build(tmp_path, [{"unit_code": "nowhere"}]) as session:
        outcomes = run_audits(session.query) + run_suites(session.connection, session.catalog)
    assert {o.check_id: o.sample[:3] or o.message for o in outcomes if o.blocks} == {}


def test_a_unit_outside_its_parent_s_time_is_warned_of(tmp_path: Path) -> None:
    units = SHAPES["a district that ends before its communes"]
    with build(tmp_path, RECEIVED, units=units) as session:
        outcomes = run_suites(session.connection, session.catalog, ["marts.dim_unit"])
    warned = {
        o.check_id: [r["unit_key"] for r in o.sample] for o in outcomes if o.verdict == "failed"
    }
    assert warned == {"dim_unit_has_parent_throughout": ["T01.A.1@20200101", "T01.A.2@20200101"]}


def test_a_month_is_compared_with_the_last_version_of_a_unit_in_the_month_before(
    tmp_path: Path,
) -> None:
    days = ["2023-08-05", "2023-08-20", "2023-09-05"]
    rows = [
        {"unit_code": "T01.A", "received_at": f"{day} 08:00:00", "delivered_on": "2023-10-02"}
        for day in days
    ]
    with build(tmp_path, rows, units=RENAMED) as session:
        outcomes = run_suites(session.connection, session.catalog, ["marts.rank_unit"])
        compared = session.query(
            "select unit_key, rank, rank_previous from marts.rank_unit where period_type = 'month' "
            "and period_start = date '2023-09-01' and indicator_id = 'on_time_rate' "
            "and unit_code = 'T01.A'"
        ).to_pylist()
    assert {o.check_id: o.sample[:3] for o in outcomes if o.blocks} == {}
    assert compared == [{"unit_key": "T01.A@20230810", "rank": 1, "rank_previous": 1}]
