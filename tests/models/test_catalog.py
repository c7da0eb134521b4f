"""The catalogue reads the SQL files and says clearly what is wrong with one."""

import shutil
from pathlib import Path

import pytest

from cds_pipeline import paths
from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.models.header import SqlFileError
from cds_pipeline.models.lint import lint

CATALOG = load_catalog()


@pytest.fixture
def sql_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.sql_folder(), tmp_path / "sql"))


def test_every_model_comes_after_what_it_reads() -> None:
    seen: set[str] = set()
    for model in CATALOG.models:
        assert CATALOG.upstream_models(model.name) <= seen
        seen.add(model.name)


@pytest.mark.parametrize("model", CATALOG.models, ids=lambda m: m.name)
def test_every_model_is_portable(model) -> None:
    if model.schema != "reports":
        assert lint(model.sql, model.name) == []


def test_an_unknown_model_is_named_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"marts\.nothing is no model; known: .*marts\.dim_unit"):
        CATALOG.model("marts.nothing")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.replace("name: marts.dim_unit", "name: marts.unit"), "its place says marts.dim_unit"),
        (lambda s: s.replace("/*", "--", 1), "begins with no"),
        (lambda s: s.replace("title_vi:", "titel:"), "title_vi: Field required"),
        (lambda s: s.replace("grain: [unit_key]", "grain: [nothing]"), "grain names"),
        (lambda s: s.replace("from reference.units as u\ncross", "from marts.nowhere as u\ncross"), "marts.nowhere"),
        (lambda s: s + ";\nselect 1 as x", "exactly one select"),
        (lambda s: s + " union all select * from marts.dim_unit", None),
    ],
)  # fmt: skip
def test_a_malformed_file_is_named_with_its_fault(sql_copy: Path, change, message) -> None:
    path = sql_copy / "marts" / "dim_unit.sql"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(SqlFileError, match=message):
        load_catalog(sql_copy)


def test_two_versions_of_an_indicator_must_not_overlap(sql_copy: Path) -> None:
    first = sql_copy / "indicators" / "reuse_rate.sql"
    text = (
        first.read_text(encoding="utf-8")
        .replace("v2022", "v2027")
        .replace("2020-01-01", "2027-01-01")
    )
    (sql_copy / "indicators" / "reuse_rate_v2027.sql").write_text(text, encoding="utf-8")
    with pytest.raises(SqlFileError, match="begins before v2022 ends; set valid_to: 2027-01-01"):
        load_catalog(sql_copy)


def test_an_indicator_body_must_be_two_expressions(sql_copy: Path) -> None:
    path = sql_copy / "indicators" / "reuse_rate.sql"
    path.write_text(
        path.read_text(encoding="utf-8").replace("as numerator", "as top"), encoding="utf-8"
    )
    with pytest.raises(SqlFileError, match="select <expression> as numerator"):
        load_catalog(sql_copy)
