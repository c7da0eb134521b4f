from pathlib import Path

from small_world import build, rows_of


def test_a_commune_belongs_to_itself_its_district_and_the_province(tmp_path: Path) -> None:
    with build(tmp_path, [{}]) as session:
        columns = session.catalog.model("marts.unit_hierarchy").columns
        assert {"unit_key", "ancestor_key"} <= set(columns)
        assert rows_of(
            session,
            "select ancestor_key from marts.unit_hierarchy where unit_key = 'T01.A.1@20200101' order by 1",
        ) == [("T01.A.1@20200101",), ("T01.A@20200101",), ("T01@20200101",)]
