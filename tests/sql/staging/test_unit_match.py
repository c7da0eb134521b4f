"""Which unit a dossier belongs to, by code, by the head of its code, by name."""

from pathlib import Path

import pytest
from small_world import UNITS, build, rows_of


def unit_of(tmp_path: Path, **row: object) -> str | None:
    """Unit code the row resolves to, or the rules it breaks."""
    with build(tmp_path, [{"unit_code": None, **row}]) as session:
        found = rows_of(
            session,
            "select coalesce(u.unit_code, j.broken) from staging.dossier_judged as j"
            " left join marts.dim_unit as u on j.unit_key = u.unit_key",
        )
    return found[0][0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"unit_code": "T01.A.1"}, "T01.A.1"),
        ({"unit_code": " t01.a.1 "}, "T01.A.1"),
        ({"unit_code": "90101"}, "T01.A.1"),
        ({"unit_code": "901"}, "T01.A"),
        # A given code that is unknown is not replaced by its parent, its name or the dossier code.
        ({"unit_code": "T01.A.9", "unit_name": "Xã Hòa Lạc"}, "unit_unresolved"),
        ({"dossier_code": "T01.A.1-230801-0001"}, "T01.A.1"),
        ({"dossier_code": "000.1.A.T01-230801-0001"}, "T01.A.1"),
        # The head of the code comes before the name; an unknown head gives way to the name.
        ({"dossier_code": "T01.A.1-230801-0001", "unit_name": "Huyện An"}, "T01.A.1"),
        ({"dossier_code": "X99-230801-0001", "unit_name": "Huyện An"}, "T01.A"),
        ({"unit_name": "UBND xã Hòa Lạc"}, "T01.A.1"),
        ({"unit_name": "Ủy ban nhân dân Xã Hoà Lạc"}, "T01.A.1"),
        ({"unit_name": "HÒA LẠC"}, "T01.A.1"),
        ({"unit_name": "Xã Phúc Sơn"}, "unit_ambiguous"),
        ({"unit_name": "UBND xã Phúc Sơn - huyện An"}, "T01.A.2"),
        ({"unit_name": "Xã Phúc Sơn, thị xã Bình"}, "T01.B.2"),
        ({"unit_name": "Phúc Sơn - Bình"}, "T01.B.2"),
        # The type word does not matter where the name alone is enough.
        ({"unit_name": "Thị trấn Hòa Lạc"}, "T01.A.1"),
        # Names that hold a dash or a comma themselves.
        ({"unit_name": "Sở Một - Hai"}, "T01.S1"),
        ({"unit_name": "sở ba, bốn"}, "T01.S2"),
        # A parent that is known and is not its parent: never guessed.
        ({"unit_name": "Xã Hòa Lạc - thị xã Bình"}, "unit_unresolved"),
        ({"unit_name": "Xã Không Có"}, "unit_unresolved"),
        ({}, "unit_unresolved"),
    ],
)
def test_unit_is_resolved_or_says_why_not(
    tmp_path: Path, row: dict[str, object], expected: str
) -> None:
    assert unit_of(tmp_path, **row) == expected


RENAMED = UNITS.replace(
    "T01.B,902,Thị xã Bình,district,T01,T01,2020-01-01,\n",
    "T01.B,902,Huyện Bình,district,T01,T01,2020-01-01,2023-07-01\n"
    "T01.B,902,Thị xã Bình,district,T01,T01,2023-07-01,\n",
)


@pytest.mark.parametrize(
    ("received_at", "unit_key", "warned"),
    [
        ("2023-06-30 23:59:00", "T01.B@20200101", None),
        ("2023-07-01 00:00:00", "T01.B@20230701", None),
        ("2019-12-31 10:00:00", "T01.B@20200101", "unit_not_valid_on_date"),
    ],
)
def test_the_unit_is_the_one_of_the_dossiers_day(
    tmp_path: Path, received_at: str, unit_key: str, warned: str | None
) -> None:
    row = {"unit_code": "T01.B", "received_at": received_at}
    with build(tmp_path, [row], units=RENAMED) as session:
        assert rows_of(session, "select unit_key, warned from staging.dossier_judged") == [
            (unit_key, warned)
        ]


def test_the_receiving_unit_is_kept_apart_and_may_be_unknown(tmp_path: Path) -> None:
    rows = [{"receiving_unit_name": "Huyện An"}, {"receiving_unit_name": "Nơi nào đó"}, {}]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select dossier_code, unit_key, receiving_unit_key, warned"
            " from staging.dossier_judged order by 1",
        ) == [
            ("D-0001", "T01.A.1@20200101", "T01.A@20200101", None),
            ("D-0002", "T01.A.1@20200101", None, "receiving_unit_unresolved"),
            ("D-0003", "T01.A.1@20200101", None, None),
        ]
