"""Units: one row per validity period, parents as they were at its start."""

from pathlib import Path

from small_world import UNITS, build, rows_of


def test_a_unit_has_a_row_per_validity_period_and_its_parent_of_that_time(tmp_path: Path) -> None:
    units = UNITS.replace(
        "T01.B,902,Thị xã Bình,district,T01,T01,2020-01-01,\n",
        "T01.B,902,Huyện Bình,district,T01,T01,2020-01-01,2023-07-01\n"
        "T01.B,902,Thị xã Bình,district,T01,T01,2023-07-01,\n",
    ).replace(
        "T01.B.1,90201,Phường Trung,commune,T01.B,T01,2020-01-01,",
        "T01.B.1,90201,Phường Trung,commune,T01.B,T01,2023-07-01,",
    )
    with build(tmp_path, [{}], units=units) as session:
        assert rows_of(
            session,
            "select unit_key, unit_name, parent_unit_key, valid_to::varchar, is_current"
            " from marts.dim_unit where unit_code in ('T01.B', 'T01.B.1', 'T01.B.2') order by 1",
        ) == [
            ("T01.B.1@20230701", "Phường Trung", "T01.B@20230701", None, True),
            ("T01.B.2@20200101", "Xã Phúc Sơn", "T01.B@20200101", None, True),
            ("T01.B@20200101", "Huyện Bình", "T01@20200101", "2023-07-01", False),
            ("T01.B@20230701", "Thị xã Bình", "T01@20200101", None, True),
        ]


def test_a_commune_counts_into_the_district_of_the_dossiers_day(tmp_path: Path) -> None:
    units = UNITS.replace(
        "T01.B.1,90201,Phường Trung,commune,T01.B,T01,2020-01-01,\n",
        "T01.B.1,90201,Phường Trung,commune,T01.B,T01,2020-01-01,2023-07-01\n"
        "T01.B.1,90201,Phường Trung,commune,T01.A,T01,2023-07-01,\n",
    )
    rows = [
        {"unit_code": "T01.B.1", "received_at": f"{day} 08:00:00"}
        for day in ("2023-06-30", "2023-07-01", "2023-07-02")
    ]
    with build(tmp_path, rows, units=units) as session:
        assert rows_of(
            session,
            "select u.unit_code, f.denominator from marts.fact_indicator as f"
            " join marts.dim_unit as u using (unit_key) where f.unit_level = 'district'"
            " and f.indicator_id = 'reuse_rate' and f.period_type = 'ytd' order by 1",
        ) == [("T01.A", 2), ("T01.B", 1)]
