"""Rows of delimited files: which are data, how they are numbered, what stops reading."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_world import GOOD, HEADINGS, Landing, as_csv

from cds_pipeline.contracts.schema import MAX_BATCH_ROWS
from cds_pipeline.reading.flat import careful_batches, open_flat
from cds_pipeline.reading.flat_fast import NotCleanError, fast_batches, may_be_clean
from cds_pipeline.reading.identifiers import digest
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import PlainFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import polars as pl

SECOND = ("H02.19-230825-0002", *GOOD[1:])


def numbers(rows: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(row["source_row"], row.get("dossier_code")) for row in rows]


def test_structural_rows_are_no_rows(landing: Landing) -> None:
    text = as_csv(
        [
            ("I. Lĩnh vực đất đai", "", "", "", ""),
            GOOD,
            ("", "", "", "", ""),
            ("-", "", "", " ", "null"),
            HEADINGS,
            SECOND,
            ("Tổng cộng", "2", "", "", ""),
            ("Người lập biểu", "", "", "Giám đốc", ""),
            ("", "", "Bắc Giang, ngày 25 tháng 8", "", ""),
            ("", "", "Người lập biểu", "", "GIÁM ĐỐC"),
        ]
    )
    outcome, rows = landing.read("a.csv", text)
    assert numbers(rows) == [(3, GOOD[0]), (7, SECOND[0])]
    assert (outcome.rows_read, outcome.rows_quarantined) == (2, 0)


def test_four_filled_cells_without_date_and_status_are_a_bad_row(landing: Landing) -> None:
    headings = (*HEADINGS, "Đơn vị xử lý")
    rows = [(GOOD[0], GOOD[1], "", GOOD[3], "", "UBND xã A"), (GOOD[0], "", "", "x", "", "y")]
    outcome, read = landing.read("a.csv", as_csv(rows, headings))
    assert [(r["source_row"], r["broken_rules"]) for r in read] == [
        (2, "received_at_missing status_missing")
    ]
    assert (outcome.rows_read, outcome.rows_quarantined) == (1, 1)


def test_blank_lines_count_and_quoted_line_breaks_do_not(landing: Landing) -> None:
    text = f'{",".join(HEADINGS)},Ghi chú\n\n{",".join(GOOD)},"một\nhai"\n\n{",".join(SECOND)},\n'
    _, rows = landing.read("a.csv", text)
    assert numbers(rows) == [(3, GOOD[0]), (5, SECOND[0])]


def test_short_rows_are_filled_and_long_rows_warn(landing: Landing) -> None:
    text = as_csv([GOOD[:3], (*GOOD, "thừa"), (*SECOND, "", " ")])
    outcome, rows = landing.read("a.csv", text)
    assert [(r.get("broken_rules"), r.get("warnings")) for r in rows] == [
        ("status_missing", "due_at_missing"),
        (None, "row_too_long"),
        (None, None),
    ]
    assert outcome.rows_quarantined == 1


def test_quotes_around_delimiters_and_quotes(landing: Landing) -> None:
    text = as_csv(
        [(GOOD[0], GOOD[1], *GOOD[2:], '"Cấp ""bản sao"", lần 2"')], (*HEADINGS, "Tên TTHC")
    )
    _, rows = landing.read("a.csv", text)
    assert rows[0]["procedure_name_key"] == digest('cấp "bản sao", lần 2')


@pytest.mark.parametrize(
    "bad",
    [
        f'"{GOOD[0]},{",".join(GOOD[1:])}\n{",".join(SECOND)}\n',
        f'"{GOOD[0]},{",".join(GOOD[1:])}\n{",".join(SECOND[:4])},"9"\n',
    ],
    ids=["never closed", "closed rows later"],
)
def test_a_stray_quote_that_swallows_rows_is_refused(
    refusal: Callable[[str, str], str], bad: str
) -> None:
    assert "Dấu ngoặc kép" in refusal("a.csv", as_csv([]) + bad)


def test_header_only_is_accepted_with_no_rows(landing: Landing) -> None:
    for text in (as_csv([]), ",".join(HEADINGS)):
        outcome, rows = landing.read("a.csv", text)
        assert (outcome.status, outcome.rows_read, rows) == ("accepted", 0, [])


def test_tsv_and_extra_blank_columns(landing: Landing) -> None:
    text = as_csv([(*GOOD, "", "")], (*HEADINGS, "", ""), "\t")
    outcome, rows = landing.read("a.tsv", text)
    assert (numbers(rows), outcome.message, outcome.format) == ([(2, GOOD[0])], None, "tsv")


CELL = st.sampled_from(
    [
        "",
        "a",
        "1",
        " ",
        "-",
        "ế",
        '"',
        'a"b',
        '"a"',
        "x,y",
        "x;y",
        "a\nb",
        "a\rb",
        "25/08/2023",
        "9",
    ]
)
ROW = st.lists(CELL, min_size=0, max_size=7)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(ROW | st.lists(CELL, min_size=5, max_size=5), max_size=8),
    written=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, None]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    delimiter=st.sampled_from([",", ";"]),
    ends=st.booleans(),
)
def test_fast_and_careful_reader_give_the_same_rows(
    tmp_path: Path,
    rows: list[list[str]],
    written: int | None,
    line_end: str,
    delimiter: str,
    ends: bool,
) -> None:
    text = io.StringIO()
    text.write(delimiter.join(HEADINGS) + line_end)
    for row in rows:
        if written is None:
            text.write(delimiter.join(row) + line_end)
        else:
            csv.writer(
                text, quoting=written, delimiter=delimiter, lineterminator=line_end
            ).writerow(row)
    path = tmp_path / "a.csv"
    content = text.getvalue() if ends else text.getvalue().rstrip("\r\n")
    path.write_bytes(content.encode())
    table = open_flat(PlainFile(path))
    if not may_be_clean(table):
        return
    try:
        fast = rows_of(fast_batches(table))
    except NotCleanError:
        return
    assert fast == rows_of(careful_batches(table))


def rows_of(batches: Iterable[pl.DataFrame]) -> list[dict[str, object]]:
    no_mark = {"mark.row_too_long": False}
    rows = [{**no_mark, **row} for batch in batches for row in batch.to_dicts()]
    return [{**row, "mark.row_too_long": bool(row["mark.row_too_long"])} for row in rows]


def test_the_fast_reader_takes_clean_files_and_gives_up_on_others(landing: Landing) -> None:
    def fast(text: str) -> list[int] | None:
        table = open_flat(PlainFile(landing.put("a.csv", text)))
        if not may_be_clean(table):
            return None
        try:
            return [row["source_row"] for batch in fast_batches(table) for row in batch.to_dicts()]
        except NotCleanError:
            return None

    clean = as_csv([GOOD, SECOND])
    quoted = as_csv([(f'"{GOOD[0]}"', *GOOD[1:])])
    assert (fast(clean), fast(quoted), fast("Báo cáo\r\n\r\n" + clean)) == ([2, 3], [2], [4, 5])
    assert fast(as_csv([GOOD], ('"Mã\nhồ sơ"', *HEADINGS[1:]))) is None
    assert fast(as_csv([GOOD, ("",), GOOD])) == [2, 4]
    assert fast(as_csv([GOOD, GOOD[:4], GOOD, (*GOOD, "x"), ("Tổng",)])) == [2, 3, 4, 5]
    assert fast(as_csv([(*GOOD, "x"), GOOD])) == [2, 3]
    assert fast(as_csv([(*GOOD, "x")] * 60_000)) is None
    assert fast(as_csv([(f'{GOOD[0]}"x', *GOOD[1:4], 'y"')])) is None
    assert fast(as_csv([(f'"{GOOD[0]}\n"', *GOOD[1:])])) is None


def test_batches_stay_within_the_contract(landing: Landing) -> None:
    text = as_csv([GOOD] * 140_000)
    for reader in (fast_batches, careful_batches):
        table = open_flat(PlainFile(landing.put("a.csv", text)))
        heights = [batch.height for batch in reader(table)]
        assert (max(heights) <= MAX_BATCH_ROWS, sum(heights)) == (True, 140_000)


def test_a_cell_too_long_to_be_one_is_refused(landing: Landing) -> None:
    table = open_flat(PlainFile(landing.put("a.csv", as_csv([("x" * (17 << 20), *GOOD[1:])]))))
    with pytest.raises(FileRefusedError):
        list(careful_batches(table))
