import pytest

from cds_pipeline.models.lint import lint


@pytest.mark.parametrize(
    "sql",
    [
        "select date_diff('day', a, b) as x from marts.t as t",
        "select a::date as x from marts.t as t",
        "select a // 2 as x from marts.t as t",
        "select a as x from marts.t as t order by a",
        "select a as x from marts.t as t order by a desc",
        "select row_number() over (order by a asc) as x from marts.t as t",
        "select a / b as x from marts.t as t",
        "select a as x from marts.t as t qualify row_number() over (order by a asc nulls last) = 1",
        "select current_date as x from marts.t as t",
    ],
)
def test_what_spark_reads_differently_is_refused(sql: str) -> None:
    assert lint(sql, "here")


def test_portable_text_passes() -> None:
    sql = (
        "select 'a::b' as x, 1.0e0 * a / nullif(b, 0) as y from marts.t as t "
        "where a > 0 order by a asc nulls last"
    )
    assert lint(sql, "here") == []
