"""Envelopes, lists and lines: which dossiers a file holds, and when it is refused."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from cds_pipeline.reading.json_text import JsonText
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import PlainFile
from cds_pipeline.reading.sync_message import open_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from reading_world import Landing


def dossier(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "MaHoSo": f"H02.19-230825-{number:04d}",
        "MaTTHC": "1.005190",
        "TrangThaiHoSo": "4",
        "NgayTiepNhan": "20230825083000",
        "NgayHenTra": "30/08/2023",
        **fields,
    }


TWO = [dossier(1), dossier(2)]
CODES = [d["MaHoSo"] for d in TWO]
SERVICE = "DongBoHoSoMC"
LINES = "\n".join(json.dumps(d) for d in TWO)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"service": SERVICE, "isUpdating": "True", "data": TWO})),
        ("a.json", json.dumps({"data": TWO, "isUpdating": False, "service": SERVICE}, indent=2)),
        ("a.json", json.dumps({"data": TWO})),
        ("a.json", json.dumps(TWO)),
        ("a.json", json.dumps(TWO, ensure_ascii=False, indent=1)),
        ("a.json", LINES),
        ("a.ndjson", LINES + "\n"),
        ("a.ndjson", LINES.replace("\n", "\r\n\r\n")),
        ("a.ndjson", json.dumps({"service": SERVICE, "data": TWO})),
        ("a.ndjson", "\n".join(json.dumps({"service": SERVICE, "data": [d]}) for d in TWO)),
        ("a.ndjson", json.dumps(TWO, indent=2)),
    ],
)
def test_forms_of_messages(landing: Landing, name: str, content: str) -> None:
    for text in (content.encode(), b"\xef\xbb\xbf" + content.encode(), content.encode("utf-16")):
        outcome, rows = landing.read(name, text)
        assert outcome.status == "accepted"
        assert [(r["source_row"], r["dossier_code"]) for r in rows] == list(enumerate(CODES, 1))


@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_one_dossier_alone(landing: Landing, name: str) -> None:
    for indent in (None, 2):
        _, rows = landing.read(name, json.dumps(TWO[0], indent=indent))
        assert [r["dossier_code"] for r in rows] == CODES[:1]


def test_is_updating_is_recorded(landing: Landing) -> None:
    for flag, recorded in (("True", True), (False, False)):
        text = json.dumps({"service": SERVICE, "data": TWO, "isUpdating": flag})
        assert landing.read("a.json", text)[0].is_updating is recorded


def test_empty_data_is_accepted(landing: Landing) -> None:
    for text in ('{"service": "DongBoHoSoMC", "data": []}', "[]"):
        outcome, rows = landing.read("a.json", text)
        assert (outcome.status, outcome.rows_read, rows) == ("accepted", 0, [])


def test_a_broken_line_is_one_quarantined_row(landing: Landing) -> None:
    text = "\n".join([json.dumps(TWO[0]), json.dumps(TWO[1])[:-20], "12", json.dumps(TWO[1])])
    outcome, rows = landing.read("a.ndjson", text)
    assert (outcome.rows_read, outcome.rows_quarantined) == (4, 2)
    assert [(r["source_row"], r.get("broken_rules")) for r in rows] == [
        (1, None),
        (2, "dossier_code_missing record_unreadable"),
        (3, "dossier_code_missing record_unreadable"),
        (4, None),
    ]


def test_a_broken_first_line_is_a_row_too(landing: Landing) -> None:
    outcome, _ = landing.read("a.ndjson", json.dumps(TWO[0])[:-9] + "\n" + json.dumps(TWO[1]))
    assert (outcome.rows_read, outcome.rows_quarantined) == (2, 1)


def test_elements_that_are_no_dossiers_are_rows(landing: Landing) -> None:
    outcome, _ = landing.read("a.json", json.dumps({"data": [TWO[0], None, "x", []]}))
    assert (outcome.rows_read, outcome.rows_quarantined) == (4, 3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (json.dumps({"service": "CapNhatTienDoHoSoMC", "data": []}), "tiến độ"),
        (json.dumps({"data": TWO, "service": "CapNhatTienDoHoSoMC"}), "tiến độ"),
        (json.dumps({"service": "Khac", "data": TWO}), "service"),
        (json.dumps({"data": "x"}), "data"),
        (json.dumps({"data": None}), "data"),
        (json.dumps({"a": 1}), "không phải thông điệp"),
        (json.dumps({"service": SERVICE, "data": TWO})[:-1], "cắt giữa chừng"),
        (json.dumps({"service": SERVICE, "data": TWO})[:-2], "cắt giữa chừng"),
        (json.dumps({"service": SERVICE, "data": TWO})[:-30], "JSON"),
        (json.dumps(TWO)[:-1], "cắt giữa chừng"),
        (json.dumps(TWO) + " x", "nội dung thừa"),
        (json.dumps(TWO).replace(":", "=", 1), "JSON"),
        ("[" * 100_000, "JSON"),
        ("{", "JSON"),
    ],
)
def test_documents_that_are_refused_whole(
    refusal: Callable[[str, str], str], content: str, says: str
) -> None:
    message = refusal("a.json", content)
    assert says in message
    assert "H02.19" not in message


def pieces(text: str, size: int) -> JsonText:
    return JsonText(iter([text[i : i + size] for i in range(0, len(text), size)]))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_values_do_not_depend_on_how_text_is_cut(size: int) -> None:
    values = [12, -3.5e2, True, None, "ế\\n", [1, {"a": "]"}], {}, []]
    assert list(pieces(json.dumps(values), size).items()) == values
    assert list(pieces(json.dumps(values, indent=3), size).items()) == values


def test_a_number_at_the_very_end_is_whole() -> None:
    assert pieces("1234", 2).value() == 1234


def test_an_endless_value_is_refused() -> None:
    endless = itertools.chain(['"'], itertools.repeat("x" * (1 << 20)))
    with pytest.raises(FileRefusedError, match="quá lớn"):
        JsonText(endless).value()


def test_memory_does_not_grow_with_the_file(landing: Landing) -> None:
    peaks = []
    for count in (20_000, 60_000):
        files = [{"TenTepDinhKem": "x" * 200, "DuocSoHoa": 1}]
        data = ",".join(json.dumps(dossier(n, TaiLieuNop=files)) for n in range(count))
        path = landing.put("a.json", f'{{"data": [{data}], "service": "{SERVICE}"}}')
        del data
        tracemalloc.start()
        rows = open_messages(PlainFile(path)).readings[0]()
        assert sum(batch.height for batch in rows) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3
