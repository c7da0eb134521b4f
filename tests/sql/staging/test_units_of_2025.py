"""The shipped units on both sides of 1 July 2025: codes used again, names, roll-ups."""

from pathlib import Path

import pytest
from small_world import build, rows_of

from cds_pipeline import paths


def shipped() -> dict[str, str]:
    return {
        name: (paths.shipped_reference() / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("units", "unit_lineage")
    }


CASES: list[tuple[dict[str, str], str, str]] = [
    ({"unit_code": "24"}, "2025-06-30", "H02"),
    ({"unit_code": "24"}, "2025-07-01", "H05"),
    ({"unit_code": "07228"}, "2025-06-30", "H02.213.07228"),
    ({"unit_code": "07228"}, "2025-07-01", "H05.07228"),
    ({"unit_code": "07681"}, "2024-12-31", "H02.221.07681"),
    ({"unit_code": "07681"}, "2025-01-01", "H02.213.07681"),
    ({"unit_code": "000.07228.213.H02"}, "2025-06-30", "H02.213.07228"),
    ({"unit_name": "Phường Đa Mai"}, "2025-06-30", "H02.213.07228"),
    ({"unit_name": "UBND phường Đa Mai - tỉnh Bắc Ninh"}, "2025-07-01", "H05.07228"),
    ({"unit_name": "Xã Tiên Phong"}, "2023-08-25", "unit_unresolved"),
    # 07696 is Đồng Sơn until June and Tiền Phong from July; the old Tiền Phong was 07711.
    ({"unit_name": "Phường Tiền Phong"}, "2025-06-30", "H02.213.07711"),
    ({"unit_name": "Phường Tiền Phong"}, "2025-07-01", "H05.07696"),
    ({"unit_name": "Huyện Việt Yên"}, "2024-01-31", "H02.222"),
    ({"unit_name": "Thị xã Việt Yên"}, "2024-02-01", "H02.222"),
    ({"unit_name": "Xã Phúc Sơn"}, "2023-08-25", "unit_ambiguous"),
    ({"unit_name": "Xã Phúc Sơn, huyện Tân Yên"}, "2023-08-25", "H02.216.07318"),
    ({"unit_name": "UBND xã Phúc Sơn - huyện Sơn Động"}, "2023-08-25", "H02.220.07630"),
    # Phúc Sơn in Tân Yên was merged into Lam Sơn: from 2025 one Phúc Sơn is left.
    ({"unit_name": "Xã Phúc Sơn"}, "2025-01-01", "H02.220.07630"),
    # 2025 has namesakes of its own: two communes, a town and its ward.
    ({"unit_name": "Xã Đồng Tiến"}, "2024-12-31", "H02.215.07243"),
    ({"unit_name": "Xã Đồng Tiến"}, "2025-01-01", "unit_ambiguous"),
    ({"unit_name": "Xã Đồng Tiến, huyện Hiệp Hòa"}, "2025-01-01", "H02.223.07816"),
    ({"unit_name": "Chũ"}, "2025-01-01", "unit_ambiguous"),
    ({"unit_name": "UBND thị xã Chũ"}, "2025-01-01", "H02.224"),
    ({"unit_name": "Thành phố Bắc Giang"}, "2025-06-30", "H02.213"),
    ({"unit_name": "Bắc Giang"}, "2025-06-30", "unit_ambiguous"),
    # Places that begin like a body, written bare with their parent.
    ({"unit_name": "Trường Sơn - Lục Nam"}, "2023-08-25", "H02.218.07507"),
    ({"unit_name": "Liên Sơn - Tân Yên"}, "2023-08-25", "H02.216.07327"),
    # A parent picks the ended unit: the Đa Mai of the new province is not in the old city.
    ({"unit_name": "Phường Đa Mai, thành phố Bắc Giang"}, "2025-07-01", "H02.213.07228"),
    ({"unit_name": "Xã Nội Hoàng - huyện Yên Dũng"}, "2025-01-01", "H02.221.07708"),
    ({"unit_name": "Sở Nông nghiệp và Môi trường"}, "2025-04-01", "H02.S07"),
    ({"unit_name": "Sở Nông nghiệp và Môi trường"}, "2025-07-01", "H05.S07"),
]


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    rows = [
        {"unit_code": None, **row, "received_at": f"{day} 08:00:00", "delivered_on": "2025-08-25"}
        for row, day, _ in CASES
    ]
    with build(tmp_path_factory.mktemp("units"), rows, **shipped()) as session:
        found = rows_of(
            session,
            "select coalesce(u.unit_code, j.broken) from staging.dossier_judged as j"
            " left join marts.dim_unit as u on j.unit_key = u.unit_key order by j.source_row",
        )
    return [row[0] for row in found]


@pytest.mark.parametrize(
    ("number", "row", "day", "expected"), [(n, *c) for n, c in enumerate(CASES)]
)
def test_a_unit_is_the_one_of_the_dossiers_day(
    resolved: list[str], number: int, row: dict[str, str], day: str, expected: str
) -> None:
    assert resolved[number] == expected, (row, day)


def test_a_unit_not_valid_that_day_is_taken_with_a_warning(tmp_path: Path) -> None:
    rows = [
        {"unit_code": "H02.221.07681", "received_at": "2025-02-01 08:00:00"},
        {"unit_code": "H05.07681", "received_at": "2025-06-30 08:00:00"},
        {"unit_name": "Xã Lão Hộ", "unit_code": None, "received_at": "2025-02-01 08:00:00"},
    ]
    rows = [row | {"delivered_on": "2025-08-25"} for row in rows]
    with build(tmp_path, rows, **shipped()) as session:
        assert rows_of(
            session, "select unit_key, warned from staging.dossier_judged order by source_row"
        ) == [
            ("H02.221.07681@20200101", "unit_not_valid_on_date"),
            ("H05.07681@20250701", "unit_not_valid_on_date"),
            ("H02.221.07684@20200101", "unit_not_valid_on_date"),
        ]


def test_dossiers_roll_up_by_the_hierarchy_of_their_day(tmp_path: Path) -> None:
    rows = [
        {"unit_code": code, "received_at": f"{day} 08:00:00", "delivered_on": "2025-08-25"}
        for code, day in (
            ("H02.213.07228", "2025-06-30"),
            ("H02.216", "2025-06-30"),
            ("H05.07228", "2025-07-01"),
        )
    ]
    with build(tmp_path, rows, **shipped()) as session:
        assert rows_of(
            session,
            "select u.unit_code, f.denominator from marts.fact_indicator as f"
            " inner join marts.dim_unit as u using (unit_key) where f.period_type = 'ytd'"
            " and f.indicator_id = 'digitization_rate' and f.denominator > 0"
            " and f.as_of_date = '2025-08-25' order by 1",
        ) == [("H02", 2), ("H02.213", 1), ("H02.213.07228", 1), ("H02.216", 1), ("H05", 1), ("H05.07228", 1)]  # fmt: skip
        assert rows_of(
            session,
            "select u.unit_code, f.denominator from marts.fact_indicator_regrouped as f"
            " inner join marts.dim_unit as u using (unit_key) where f.period_type = 'ytd'"
            " and f.indicator_id = 'digitization_rate' and f.denominator > 0"
            " and f.as_of_date = '2025-08-25' order by 1",
        ) == [("H05", 3), ("H05.07228", 2)]


def test_a_new_commune_is_compared_with_its_predecessors_and_the_row_says_so(
    tmp_path: Path,
) -> None:
    rows = [
        {"unit_code": code, "received_at": f"{day} 08:00:00", "delivered_on": day}
        for code, day in (
            ("H02.213.07228", "2025-06-30"),
            ("H02.216.07366", "2025-06-30"),
            ("H05.07228", "2025-07-01"),
        )
    ]
    with build(tmp_path, rows, **shipped()) as session:
        assert rows_of(
            session,
            "select rank, rank_previous, rank_previous_basis from marts.rank_unit"
            " where unit_code = 'H05.07228' and period_type = 'day' and period_start = '2025-07-01'"
            " and indicator_id = 'digitization_rate' and as_of_date = '2025-07-01'",
        ) == [(1, 1, "predecessors")]
        assert rows_of(
            session,
            "select denominator from marts.rank_unit_regrouped where unit_code = 'H05.07228'"
            " and period_type = 'day' and period_start = '2025-06-30'"
            " and indicator_id = 'digitization_rate' and as_of_date = '2025-07-01'",
        ) == [(2,)]
