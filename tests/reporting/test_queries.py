"""Saved queries: headers that agree with the SQL, parameters that are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cds_pipeline.models.catalog import load_catalog
from cds_pipeline.models.header import SqlFileError
from cds_pipeline.models.lint import lint
from cds_pipeline.reporting.queries import read_query, saved_queries
from cds_pipeline.warehouse.published import QueryError, open_published

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings

WRITTEN_BY_CHECKS = {"quality.check_result"}


def write(folder: Path, text: str) -> Path:
    path = folder / "q.sql"
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "/*\nname: q\ntitle_vi: t\ndescription_vi: d\n{more}*/\n"


def test_every_saved_query_reads_published_tables_only() -> None:
    published = {m.name for m in load_catalog().models if m.schema != "staging"}
    for query in saved_queries().values():
        unknown = {
            name for name in query.tables - published if not name.startswith("reference.")
        } - WRITTEN_BY_CHECKS
        assert not unknown, query.name


def test_every_saved_query_and_view_sorts_and_divides_portably() -> None:
    texts = {query.name: query.sql for query in saved_queries().values()}
    texts |= {m.name: m.sql for m in load_catalog().models if m.schema == "reports"}
    assert [str(finding) for name, sql in texts.items() for finding in lint(sql, name)] == []


def test_every_saved_query_runs_with_its_defaults(world: Settings) -> None:
    runnable = [
        query
        for query in saved_queries().values()
        if not any(p.is_required for p in query.header.parameters.values())
    ]
    assert {"rank", "gap", "units", "checks"} <= {query.name for query in runnable}
    with open_published(world) as warehouse:
        empty = {query.name for query in runnable if not query.rows(warehouse)}
    assert empty == set()


def test_a_parameter_the_header_does_not_describe_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER.format(more="") + "select 1 as a where $x is null")
    with pytest.raises(SqlFileError, match="'x'"):
        read_query(path)


def test_a_described_parameter_the_sql_does_not_use_is_refused(tmp_path: Path) -> None:
    more = "parameters:\n  x: {description_vi: gì đó}\n"
    with pytest.raises(SqlFileError, match="'x'"):
        read_query(write(tmp_path, HEADER.format(more=more) + "select 1 as a"))


def test_missing_and_unknown_parameters_are_named(world: Settings) -> None:
    query = saved_queries()["peer_groups"]
    with open_published(world) as warehouse:
        with pytest.raises(QueryError, match="thiếu tham số as_of, period, start"):
            query.run(warehouse)
        with pytest.raises(QueryError, match="không có tham số khac"):
            query.run(warehouse, as_of="2023-08-25", period="ytd", start="2023-01-01", khac="1")


def test_a_required_parameter_is_one_without_default(tmp_path: Path) -> None:
    more = "parameters:\n  x: {description_vi: a}\n  y: {description_vi: b, default: null}\n"
    query = read_query(write(tmp_path, HEADER.format(more=more) + "select $x as a, $y as b"))
    required = {name: p.is_required for name, p in query.header.parameters.items()}
    assert required == {"x": True, "y": False}
