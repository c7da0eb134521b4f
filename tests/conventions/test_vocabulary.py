"""The published tables are what the vocabulary says: same columns, same types, all described."""

from pathlib import Path

import pytest
from small_world import build, rows_of

from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.warehouse.comments import write_comments
from cds_pipeline.warehouse.dictionary import column_type, dictionary

ROOT = Path(__file__).resolve().parents[2]
MARTS = [model.name for model in load_catalog().models if model.schema == "marts"]


def test_every_published_column_has_the_type_and_meaning_of_the_vocabulary(tmp_path: Path) -> None:
    with build(tmp_path, [{}]) as session:
        assert write_comments(session) > 0
        columns = rows_of(
            session,
            "select schema_name || '.' || table_name, column_name, data_type, comment"
            " from duckdb_columns() where schema_name in ('marts', 'quality')"
            " and database_name = 'cds'",
        )
    found = {(table, column): kind for table, column, kind, _ in columns}
    assert found == {name: column_type(*name) for name in found}
    assert [(t, c) for t, c, _, comment in columns if not comment] == []


@pytest.mark.parametrize("name", MARTS)
def test_every_mart_has_a_test_of_its_name(name: str) -> None:
    schema, table = name.split(".")
    assert (ROOT / "tests" / "sql" / schema / f"test_{table}.py").is_file()


def test_the_dictionary_in_git_is_the_one_the_project_says() -> None:
    written = (ROOT / "warehouse" / "dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(load_catalog()), "run: cds dictionary --write"
