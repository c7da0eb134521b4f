"""Every encoding, delimiter and line end gives the same rows."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from reading_world import GOOD, HEADINGS, Landing, as_csv

from cds_pipeline.reading.encoding import survey
from cds_pipeline.reading.identifiers import digest
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import PlainFile

UNIT = "UBND xã Hiệp Hoà"
TABLE = [(*GOOD, UNIT), (*GOOD[:4], "Đã trả kết quả", UNIT)]


def cp1258(text: str) -> bytes:
    """Windows-1258 has letters with their own mark but tones as combining marks."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        parts.append(base + tone)
    return "".join(parts).encode("cp1258")


ENCODERS = {
    "UTF-8": str.encode,
    "UTF-8 (BOM)": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16 LE": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "Windows-1258": cp1258,
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semi", "tab", "pipe"])
@pytest.mark.parametrize("encoding", ENCODERS)
def test_rows_do_not_depend_on_form(
    landing: Landing, encoding: str, delimiter: str, line_end: str
) -> None:
    text = as_csv(TABLE, (*HEADINGS, "Đơn vị xử lý"), delimiter, line_end)
    outcome, rows = landing.read("a.csv", ENCODERS[encoding](text))
    assert (outcome.status, outcome.encoding, outcome.rows_read) == ("accepted", encoding, 2)
    assert [(r["source_row"], r["status"], r["unit_name_key"]) for r in rows] == [
        (2, 4, digest("hiệp hoà")),
        (3, 10, digest("hiệp hoà")),
    ]
    assert outcome.rows_quarantined == 0


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_byte_order_mark(landing: Landing, codec: str) -> None:
    outcome, rows = landing.read("a.csv", as_csv(TABLE, (*HEADINGS, "Đơn vị")).encode(codec))
    assert outcome.encoding == codec.upper().replace("UTF-16-", "UTF-16 ")
    assert len(rows) == 2


def test_decomposed_vietnamese_is_the_same_text(landing: Landing) -> None:
    text = unicodedata.normalize("NFD", as_csv(TABLE, (*HEADINGS, "Đơn vị xử lý")))
    _, rows = landing.read("a.csv", text)
    assert [r["unit_name_key"] for r in rows] == [digest("hiệp hoà")] * 2


@pytest.mark.parametrize("place", [10, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_one_wrong_byte_anywhere_is_not_utf_8(landing: Landing, place: int) -> None:
    content = bytearray("ế".encode() * 400_000)
    content[place] = 0xFF
    with pytest.raises(FileRefusedError, match="UTF-8 có byte sai"):
        survey(PlainFile(landing.put("a.csv", bytes(content))))


def test_utf_8_split_over_pieces_stays_utf_8(landing: Landing) -> None:
    for shift in range(4):
        content = ("x" * shift + "ế" * 400_000 + "😀").encode()
        assert survey(PlainFile(landing.put("a.csv", content))).encoding == "utf-8"


def test_cut_last_character_is_not_utf_8(landing: Landing) -> None:
    content = as_csv([(*GOOD, UNIT)] * 300, (*HEADINGS, "Đơn vị")).encode() + "ế".encode()[:-1]
    with pytest.raises(FileRefusedError, match="UTF-8 có byte sai"):
        survey(PlainFile(landing.put("a.csv", content)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "rỗng"),
        (b"a,b\0c\n", "NUL"),
        (b"\xef\xbb\xbfM\xe3 h\xd2", "byte sai"),
        (b"M\x81\x8d\x8f,\x90\x9d", "bảng mã"),
        ("Mã hồ sơ".encode("utf-16-le")[:-1], "UTF-16"),
    ],
)
def test_undecodable_files_are_refused(landing: Landing, content: bytes, says: str) -> None:
    with pytest.raises(FileRefusedError, match=says):
        survey(PlainFile(landing.put("a.csv", content)))
