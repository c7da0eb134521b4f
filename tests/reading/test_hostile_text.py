"""Delimited text as careless programs write it: read as a careful person would, or told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_world import GOOD, HEADINGS, as_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from reading_world import Landing

OTHER = ("H02.19-230825-0002", *GOOD[1:])
BOTH = [GOOD[0], OTHER[0]]
PLAIN = as_csv([GOOD, OTHER])


def wrapped(before: str, after: str) -> str:
    return as_csv([[f"{before}{cell}{after}" for cell in row] for row in (GOOD, OTHER)])


@pytest.mark.parametrize(
    "content",
    [
        wrapped("'", "'"),
        wrapped("“", "”"),
        wrapped("'", ""),
        wrapped('="', '"'),
        wrapped('"=""', '"""'),
        wrapped(' "', '"'),
        wrapped("\u200b", ""),
        wrapped("\u00a0", "\u00a0"),
        as_csv([GOOD]) + "\ufeff" + ",".join(OTHER),
        "\ufeff" + as_csv([GOOD]) + "\ufeff" + as_csv([OTHER]),
        as_csv([GOOD]) + as_csv([OTHER], [heading.upper() for heading in HEADINGS]),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\r\r\n"),
        PLAIN.replace("\n", ",,,\n"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        "# xuất ngày 25/08/2023\n\n" + PLAIN + "\nTổng cộng,2,,,\nNgười lập biểu,,,Thủ trưởng,\n",
        PLAIN + "\x1a",
    ],
)
def test_wrapping_and_litter_mean_nothing(landing: Landing, content: str) -> None:
    _, rows = landing.read("a.csv", content)
    assert [(r["dossier_code"], r["status"], r.get("broken_rules")) for r in rows] == [
        (code, 4, None) for code in BOTH
    ]
    assert {(str(r["received_at"]), str(r["due_at"])) for r in rows} == {
        ("2023-08-25 08:30:00", "2023-08-30 00:00:00")
    }


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_row_with_another_delimiter_is_a_row_that_is_broken(
    landing: Landing, delimiter: str
) -> None:
    _, rows = landing.read("a.csv", as_csv([GOOD]) + delimiter.join(OTHER) + "\n")
    assert [r.get("broken_rules", "").split(" ")[0] for r in rows] == ["", "dossier_code_damaged"]


def test_lines_with_delimiters_inside_a_note_are_no_swallowed_rows(landing: Landing) -> None:
    note = '"a, b, c, d, e\nd, e, f, g, h"'
    _, rows = landing.read("a.csv", as_csv([(*GOOD, note), (*OTHER, "")], (*HEADINGS, "Ghi chú")))
    assert [r["dossier_code"] for r in rows] == BOTH


@pytest.mark.parametrize("quoted", [(4, 4), (4, 2), (0, 1)])
def test_rows_swallowed_by_a_stray_quote_are_noticed(
    refusal: Callable[[str, bytes | str], str], quoted: tuple[int, int]
) -> None:
    first, second = list(GOOD), list(OTHER)
    first[quoted[0]] = f'"{first[quoted[0]]}'
    second[quoted[1]] = f'{second[quoted[1]]}"'
    assert "ngoặc kép" in refusal("a.csv", as_csv([first, second, GOOD]))


@pytest.mark.parametrize("code", ["12-Thg3", "Thg3-23", "Thg 3-2023", "12-Thg3-23", "2,02E+14"])
def test_what_a_vietnamese_spreadsheet_makes_of_codes_is_damaged(
    landing: Landing, code: str
) -> None:
    _, rows = landing.read("a.csv", as_csv([(code, *GOOD[1:])], delimiter=";"))
    assert rows[0]["broken_rules"] == "dossier_code_damaged"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PLAIN.replace(",", "^"), "“^”"),
        (PLAIN.replace(",", "~"), "“~”"),
        (" \n\n\t\n", "không có chữ"),
        (b"\xef\xbb\xbf", "không có chữ"),
        (PLAIN.encode().decode("latin-1").encode(), "bảng mã sai"),
        (PLAIN.encode("utf-32"), "UTF-32"),
        (r"{\rtf1\ansi x}", "RTF"),
        (as_csv([GOOD, OTHER], None or HEADINGS[:1]), "tiêu đề"),
        ("\n".join(",".join(c) for c in zip(HEADINGS, GOOD, OTHER, strict=True)), "tiêu đề"),
    ],
)
def test_the_reason_for_a_refusal_is_the_real_one(
    refusal: Callable[[str, bytes | str], str], content: bytes | str, says: str
) -> None:
    assert says in refusal("a.csv", content)


def test_a_cell_of_five_million_characters_beside_a_line_break(landing: Landing) -> None:
    notes = ('"a\nb"', "x" * (5 << 20))
    rows_in = [(*row, note) for row, note in zip((GOOD, OTHER), notes, strict=True)]
    _, rows = landing.read("a.csv", as_csv(rows_in, (*HEADINGS, "Ghi chú")))
    assert [r["dossier_code"] for r in rows] == BOTH


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_line_without_end_is_refused_in_bounded_memory(
    refusal: Callable[[str, bytes | str], str], quote: str
) -> None:
    said = refusal("a.csv", PLAIN + quote + "x" * (65 << 20))
    assert "triệu ký tự" in said


@pytest.mark.parametrize(
    ("name", "value", "rules"),
    [
        ("a.json", "9" * 5000, None),
        ("a.json", '"H02-\\ud800-1"', "dossier_code_damaged"),
        ("a.ndjson", '"H02-\\ud800-1"', "record_unreadable"),
        ("a.json", '"H02-\\u0000-1"', "dossier_code_damaged"),
        ("a.json", "[" * 3000 + "]" * 3000, None),
    ],
)
def test_values_that_break_parsers(
    landing: Landing, name: str, value: str, rules: str | None
) -> None:
    lines = f'{{"MaHoSo": {value}}}' + ("\n{}\n" if name.endswith("ndjson") else "")
    outcome, rows = landing.read(name, lines)
    if rules is None:
        assert (outcome.status, rows) == ("refused", [])
    else:
        assert rules in rows[0]["broken_rules"].split(" ")
        assert "dossier_code" not in rows[0]


def test_an_archive_inside_an_archive_is_named(landing: Landing) -> None:
    import io
    import zipfile

    def packed(name: str, content: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(name, content)
        return stream.getvalue()

    outcome, _ = landing.read("a.zip", packed("b.zip", packed("c.csv", PLAIN.encode())))
    assert outcome.message is not None
    assert "trong tệp nén" in outcome.message
