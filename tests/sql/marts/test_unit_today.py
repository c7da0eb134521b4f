"""Which unit of today an old unit's dossiers belong to; on the shipped units as well."""

from pathlib import Path

from reform_world import TABLES
from small_world import build, rows_of

from cds_pipeline import paths

TODAY = (
    "select u.unit_code, t.valid_from::varchar, t.valid_to::varchar, c.unit_code as today, t.successors,"
    " t.is_attributed from marts.unit_today as t inner join marts.dim_unit as u using (unit_key)"
    " left join marts.dim_unit as c on t.counted_unit_key = c.unit_key"
)


def shipped() -> dict[str, str]:
    return {
        name: (paths.shipped_reference() / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("units", "unit_lineage")
    }


def test_one_successor_attributes_several_only_their_common_parent(tmp_path: Path) -> None:
    with build(tmp_path, [{"delivered_on": "2023-08-25"}], **TABLES) as session:
        found = {row[0]: row[3:] for row in rows_of(session, TODAY)}
    assert found["T01.A.2"] == found["T01.A.3"] == ("T02.A.2", 1, True)
    assert found["T01.B.2"] == ("T02.A", 2, False)
    assert found["T02.A.5"] == ("T02.A.5", 1, True)


def test_bac_giang_is_followed_through_both_reforms(tmp_path: Path) -> None:
    rows = [{"unit_code": "H05.07228", "delivered_on": "2025-08-25"}]
    with build(tmp_path, rows, **shipped()) as session:
        assert rows_of(
            session,
            f"{TODAY} where u.unit_code in ('H02', 'H02.216', 'H02.216.07318', 'H02.219',"
            " 'H02.221.07681', 'H02.S10') order by 1, 2",
        ) == [
            ("H02", "2020-01-01", "2025-07-01", "H05", 1, True),
            # A district's own dossiers belong to the province, to no single commune.
            ("H02.216", "2020-01-01", "2025-07-01", "H05", 6, False),
            ("H02.216.07318", "2020-01-01", "2025-01-01", "H05.07333", 1, True),
            ("H02.219", "2020-01-01", "2025-01-01", "H05", 11, False),
            ("H02.219", "2025-01-01", "2025-07-01", "H05", 8, False),
            ("H02.221.07681", "2020-01-01", "2025-01-01", "H05.07681", 1, True),
            ("H02.S10", "2020-01-01", "2025-03-01", "H05.S07", 1, True),
        ]


def test_every_commune_of_2023_has_one_unit_of_today(tmp_path: Path) -> None:
    rows = [{"unit_code": "H05.07228", "delivered_on": "2025-08-25"}]
    with build(tmp_path, rows, **shipped()) as session:
        assert rows_of(
            session,
            "select count(distinct u.unit_code), count(distinct t.counted_unit_key),"
            " bool_and(t.is_attributed) from marts.unit_today as t"
            " inner join marts.dim_unit as u using (unit_key)"
            " where u.unit_level = 'commune' and u.valid_from < '2023-06-01'",
        ) == [(209, 58, True)]
        # Three of today's communes draw on two districts of 2023.
        assert rows_of(
            session,
            "select c.gso_code from marts.unit_today as t"
            " inner join marts.dim_unit as u using (unit_key)"
            " inner join marts.dim_unit as c on t.counted_unit_key = c.unit_key"
            " where u.unit_level = 'commune' and u.valid_from < '2023-06-01'"
            " group by c.gso_code having count(distinct u.parent_unit_key) > 1 order by 1",
        ) == [("07228",), ("07696",), ("07699",)]
