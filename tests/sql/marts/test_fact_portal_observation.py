"""What the portal published is kept as published, once, with our unit where it is ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from portal_world import built, put, unit
from small_world import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.warehouse.build import BuildSession

PUBLISHED = Path(__file__).parents[2] / "golden" / "portal"
SO_HOA = "SO_HOA_GIAY_TO_GIAI_QUYET"
OURS = {
    "overview": unit("T01", "UBND tỉnh Thử Nghiệm", **{SO_HOA: (7, 10, 70, 2.8)}),
    "evaluation": [
        unit("T01.A.1", "UBND xã Hòa Lạc", **{SO_HOA: (4, 5, 80, 3.2)}),
        unit(None, "UBND thị xã Bình", **{SO_HOA: (3, 4, 75, 3)}),
        unit("T01.X9", "UBND phường Trung", **{SO_HOA: (0, 1, None, None)}),
        unit("H44.99", "UBND huyện An", **{SO_HOA: (1, 1, 100, 4)}),
    ],
}
FOREIGN = {
    "overview": unit(None, "UBND tỉnh Khác", **{SO_HOA: (7, 10, 70, 2.8)}),
    "evaluation": [unit(None, "UBND huyện An", **{SO_HOA: (4, 5, 80, 3.2)})],
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    folder = tmp_path_factory.mktemp("portal")
    home = folder / "home"
    for name in ("digitization", "progress"):
        content = (PUBLISHED / f"phutho_2026-08_{name}.json").read_bytes()
        put(home, f"2026-08-31/portal/phutho_2026-08_{name}.json", content)
        put(home, f"2026-09-01/portal/phutho_2026-08_{name}.json", content)
    put(home, "2026-09-01/portal/a_2026-08.json", OURS)
    put(home, "2026-09-01/portal/b_2026-08.json", FOREIGN)
    with built(folder) as session:
        yield session


AUGUST = (date(2026, 8, 31), "month", date(2026, 8, 1))
PHU_THO = "UBND tỉnh Phú Thọ"


def test_figures_with_codes_are_kept_as_published(session: BuildSession) -> None:
    found = rows_of(
        session,
        """
        select o.observed_on, o.period_type, o.period_start, o.unit_name, o.indicator_id, o.numerator,
            o.denominator, o.value_pct, o.score, o.max_score
        from marts.fact_portal_observation as o
        where o.unit_code = 'H44' and o.source_file like '%digit%' order by o.figure_no
        """,
    )
    assert found[:2] == [
        (*AUGUST, PHU_THO, "e_result_rate", 133274, 184513, 72.23, 4.33, 6.0),
        (*AUGUST, PHU_THO, "digitization_rate", 21233, 184513, 11.51, 0.46, 4.0),
    ]
    assert found[6:] == [
        (*AUGUST, PHU_THO, "e_certified_copy_rate", None, None, 100.0, 2.0, 2.0),
        (*AUGUST, PHU_THO, "group_digitization", None, None, None, 8.22, 22.0),
    ]


def test_a_tree_keeps_what_its_parent_does_not_say_unknown(session: BuildSession) -> None:
    found = rows_of(
        session,
        """
        select o.unit_code, o.is_parent, o.numerator, o.denominator, o.value_pct, o.score, o.overdue
        from marts.fact_portal_observation as o
        where o.indicator_id = 'on_time_rate' order by o.source_row limit 3
        """,
    )
    assert found == [
        ("H44", True, 144625, 184513, 78.38, 15.68, None),
        ("H44.01", False, 0, 0, 0.0, 0.0, 0),
        ("H44.03", False, 486, 588, 82.65, 16.53, 102),
    ]


def test_every_published_figure_is_there(session: BuildSession) -> None:
    counts = dict(
        rows_of(
            session,
            """
            select case when o.indicator_id = 'on_time_rate' then 'progress' else 'digitization' end, count(*)
            from marts.fact_portal_observation as o
            where o.source_file like '%phutho%'
                and (o.indicator_id = 'on_time_rate' or o.max_score <= 6)
            group by all
            """,
        )
    )
    assert counts == {"progress": 56, "digitization": 19 * 7}


def test_null_is_not_zero(session: BuildSession) -> None:
    found = rows_of(
        session,
        """
        select o.numerator, o.denominator, o.value_pct, o.score from marts.fact_portal_observation as o
        where o.unit_code = 'H44.01' and o.indicator_id = 'e_result_rate'
        """,
    )
    assert found == [(0, 0, None, None)]


def test_published_again_unchanged_is_repeated_and_every_row_accounted_for(
    session: BuildSession,
) -> None:
    found = rows_of(
        session,
        """
        select m.file_name, m.kind, m.rows_read, m.rows_loaded, m.rows_quarantined, m.rows_repeated
        from quality.load_manifest as m where m.file_name like '%digit%' order by m.file_name
        """,
    )
    first, second = (
        f"{d}/portal/phutho_2026-08_digitization.json" for d in ("2026-08-31", "2026-09-01")
    )
    assert found == [(first, "portal", 152, 152, 0, 0), (second, "portal", 152, 0, 0, 152)]


def test_our_units_are_found_by_code_and_by_name_never_another_province_s(
    session: BuildSession,
) -> None:
    found = rows_of(
        session,
        """
        select o.source_file, o.unit_code, o.unit_name, u.unit_code as our_code
        from marts.fact_portal_observation as o
        left join marts.dim_unit as u on o.unit_key = u.unit_key
        where not contains(o.source_file, 'phutho') order by o.source_file, o.source_row
        """,
    )
    a, b = "2026-09-01/portal/a_2026-08.json", "2026-09-01/portal/b_2026-08.json"
    assert found == [
        (a, "T01", "UBND tỉnh Thử Nghiệm", "T01"),
        (a, "T01.A.1", "UBND xã Hòa Lạc", "T01.A.1"),
        (a, None, "UBND thị xã Bình", "T01.B"),
        (a, "T01.X9", "UBND phường Trung", "T01.B.1"),
        (a, "H44.99", "UBND huyện An", None),
        (b, None, "UBND tỉnh Khác", None),
        (b, None, "UBND huyện An", None),
    ]
