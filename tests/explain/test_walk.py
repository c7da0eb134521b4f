"""A figure taken apart adds up again: parts, and dossiers one by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from published_world import dossiers, publish_world

from cds_pipeline.explain import Explanation, explain
from cds_pipeline.reporting.queries import saved_queries
from cds_pipeline.reporting.selection import NoSuchChoiceError, choose_period
from cds_pipeline.warehouse.published import open_published

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings

# The district becomes a town in the middle of the year; its commune stays the same unit.
UNITS_THAT_CHANGE = """unit_code,gso_code,unit_name,unit_level,parent_unit_code,province_code,valid_from,valid_to
T01,,Tỉnh Thử Nghiệm,province,,T01,2020-01-01,
T01.A,,Huyện An,district,T01,T01,2020-01-01,2023-02-01
T01.A,,Thị xã An,district,T01,T01,2023-02-01,
T01.A.1,,Xã Hòa Lạc,commune,T01.A,T01,2020-01-01,
"""


def taken_apart(settings: Settings, unit: str, **options: Any) -> Explanation:
    period = {k: options.pop(k) for k in ("period_type", "as_of", "start") if k in options}
    indicator = options.pop("indicator", "digitization_rate")
    with open_published(settings) as warehouse:
        return explain(warehouse, choose_period(warehouse, **period), unit, indicator, **options)


def parts(found: Explanation) -> list[tuple[str, bool, int, int]]:
    return [
        (p["unit_code"], p["is_own_office"], p["numerator"], p["denominator"]) for p in found.parts
    ]


def test_a_district_is_its_office_and_its_communes(world: Settings) -> None:
    found = taken_apart(world, "Huyện An")
    assert (found.value["numerator"], found.value["denominator"]) == (5, 8)
    assert parts(found) == [
        ("T01.A", True, 1, 2),
        ("T01.A.1", False, 3, 4),
        ("T01.A.2", False, 1, 2),
    ]
    assert found.parts_add_up


def test_the_province_is_departments_and_districts_never_communes_twice(world: Settings) -> None:
    found = taken_apart(world, "T01")
    assert parts(found) == [
        ("T01", True, 0, 1),
        ("T01.S1", False, 9, 10),
        ("T01.A", False, 5, 8),
        ("T01.B", False, 2, 5),
    ]
    assert found.parts_add_up


def test_a_commune_has_nothing_below(world: Settings) -> None:
    found = taken_apart(world, "T01.A.1")
    assert not found.has_units_below
    assert found.parts_add_up


def test_dossiers_add_up_and_say_where_they_come_from(world: Settings) -> None:
    evidence = taken_apart(world, "Huyện An").evidence
    assert evidence is not None
    assert (evidence.dossiers_counted, evidence.dossiers_missing) == (5, 3)
    assert evidence.add_up
    latest = evidence.missing[-1]
    assert (latest["dossier_code"], latest["source_file"], latest["source_row"]) == (
        "D-0013",
        "2023-08-18/a.csv",
        13,
    )
    assert latest["status_name"] == "đang xử lý"


def test_every_figure_of_the_run_date_adds_up(world: Settings) -> None:
    wrong = []
    with open_published(world) as warehouse:
        for period_type in ("ytd", "week"):
            selection = choose_period(warehouse, period_type, start=date(2023, 8, 16))
            for unit in ("T01", "T01.B", "T01.B.1"):
                for indicator in ("digitization_rate", "on_time_rate", "online_submission_rate"):
                    found = explain(warehouse, selection, unit, indicator, 0)
                    assert found.evidence is not None
                    if not (found.parts_add_up and found.evidence.add_up):
                        wrong.append((period_type, unit, indicator))
    assert wrong == []


def test_a_unit_without_dossiers_has_no_parts_and_no_value(world: Settings) -> None:
    found = taken_apart(world, "T01.S2")
    assert (found.value["value_pct"], list(found.parts)) == (None, [])
    assert found.evidence is not None
    assert found.evidence.dossiers_counted == 0


def test_no_more_dossiers_than_asked_for(world: Settings) -> None:
    evidence = taken_apart(world, "T01", max_rows=2).evidence
    assert evidence is not None
    assert (len(evidence.missing), len(evidence.counted)) == (2, 2)
    assert evidence.dossiers_missing == 8


def test_days_of_comparison_have_parts_but_no_dossiers(world: Settings) -> None:
    found = taken_apart(world, "Huyện An", as_of=date(2023, 8, 18))
    assert found.evidence is None
    assert parts(found) == [("T01.A", True, 1, 2)]
    assert found.parts_add_up
    assert found.as_json()["dossiers"] is None


def test_a_unit_that_changed_in_the_period_still_adds_up(tmp_path: Path) -> None:
    rows = [
        *dossiers("T01.A.1", 1, 2, received_at="2023-01-10 08:00:00"),
        *dossiers("T01.A.1", 3, 4, received_at="2023-03-10 08:00:00"),
    ]
    settings = publish_world(tmp_path, rows, units=UNITS_THAT_CHANGE)
    # By code the district as it is now is meant; its older self is reached by its key.
    now, before = taken_apart(settings, "T01.A"), taken_apart(settings, "T01.A@20200101")
    assert parts(now) == [("T01.A.1", False, 3, 4)]
    assert parts(before) == [("T01.A.1", False, 1, 2)]
    assert now.parts_add_up
    assert before.parts_add_up
    assert parts(taken_apart(settings, "T01")) == [("T01.A", False, 1, 2), ("T01.A", False, 3, 4)]


def test_an_unknown_indicator_is_refused_with_a_list(world: Settings) -> None:
    with pytest.raises(NoSuchChoiceError, match="on_time_rate"):
        taken_apart(world, "T01", indicator="so_hoa")


def test_no_explain_query_shows_personal_columns() -> None:
    from cds_pipeline.contracts.vocabulary import load_vocabulary
    from cds_pipeline.models.lineage import columns_returned, parse

    personal = {c.name for c in load_vocabulary().columns.values() if c.personal}
    shown = {
        column
        for query in saved_queries().values()
        for column in columns_returned(parse(query.sql, query.name), query.name)
    }
    assert not shown & personal
