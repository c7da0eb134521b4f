"""Synchronisation messages: JSON envelopes, bare lists, one dossier a line.

Belongs here: finding the dossiers of a JSON or NDJSON file, in bounded memory. Does not belong
here: what a dossier's fields mean (``dossier_message``).

``isUpdating`` is recorded and has no effect. A document that is cut off is refused whole; a line of
an NDJSON file that is no dossier is one quarantined row.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import orjson
import polars as pl

from cds_pipeline.contracts.rules import mark
from cds_pipeline.reading.dossier_message import flatten
from cds_pipeline.reading.encoding import LABELS, survey
from cds_pipeline.reading.json_text import LARGEST_VALUE, JsonText
from cds_pipeline.reading.message_values import text_of
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import Source, head_of
from cds_pipeline.reading.table_file import TextRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.reading.translation import Translation

_SERVICE = "dongbohosomc"
_PROGRESS_SERVICE = "capnhattiendohosomc"
_BATCH_RECORDS = 16_384
_PIECE = 1 << 20
_RECORD_UNREADABLE = mark("record_unreadable")


def open_messages(source: Source, translation: Translation | None = None) -> TextRows:
    """The dossiers of a JSON or NDJSON file.

    Raises:
        FileRefusedError: the file is in no known encoding. (Taking its rows may raise it too:
            broken or cut off JSON, a service that is not read.)
    """
    encoding = survey(source).encoding
    rows = TextRows(LABELS[encoding], [])
    rows.readings.append(lambda: _batches(_records(source, encoding, rows), translation))
    return rows


def _records(source: Source, encoding: str, rows: TextRows) -> Iterator[Any]:
    with source.open() as stream:
        text = io.TextIOWrapper(cast("io.BufferedReader", stream), encoding=encoding, newline="\n")
        try:
            if _is_one_record_a_line(source, encoding):
                yield from _line_records(text)
            else:
                pieces = iter(lambda: text.read(_PIECE), "")
                yield from _document_records(JsonText(_without_mark(pieces)), rows)
        finally:
            text.detach()


def _without_mark(pieces: Iterator[str]) -> Iterator[str]:
    first = True
    for piece in pieces:
        yield piece.removeprefix("\ufeff") if first else piece
        first = False


def _is_one_record_a_line(source: Source, encoding: str) -> bool:
    """Whether the first line is a whole object by itself and other lines follow, or may follow."""
    head = head_of(source, _PIECE).decode(encoding, errors="ignore").removeprefix("\ufeff").lstrip()
    line, line_end, rest = head.partition("\n")
    line = line.strip()
    if not line.startswith("{"):
        return False
    if not line.endswith("}"):
        # A cut or broken first line of an NDJSON file: the next line starts another object.
        return source.name.casefold().endswith(".ndjson") and rest.lstrip().startswith("{")
    parsed = _parsed(line)
    has_more = bool(line_end and rest.strip())
    if not isinstance(parsed, Mapping):
        return has_more and rest.lstrip().startswith("{")
    is_ndjson = source.name.casefold().endswith(".ndjson")
    return has_more or (is_ndjson and "data" not in parsed and len(head) < _PIECE)


def _parsed(line: str) -> Any:
    """The JSON value of a line, ``None`` when it is none."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _line_records(text: io.TextIOWrapper) -> Iterator[Any]:
    first = True
    while line := text.readline(LARGEST_VALUE):
        if len(line) >= LARGEST_VALUE:
            raise FileRefusedError("Một dòng NDJSON quá dài. Xuất lại tệp, mỗi hồ sơ một dòng.")
        line = line.removeprefix("\ufeff").strip() if first else line.strip()
        first = False
        if not line:
            continue
        record = _parsed(line)
        if isinstance(record, Mapping) and "MaHoSo" not in record and "data" in record:
            _check_service(record.get("service"))
            yield from record["data"] if isinstance(record["data"], list) else [record["data"]]
        else:
            yield record


def _document_records(document: JsonText, rows: TextRows) -> Iterator[Any]:
    """The dossiers of one JSON document; keys of the envelope come in any order."""
    if document.peek() == "[":
        yield from document.items()
    else:
        yield from _envelope_records(document, rows)
    if document.peek():
        raise FileRefusedError("Sau phần JSON còn nội dung thừa. Xuất lại tệp từ hệ thống nguồn.")


def _envelope_records(document: JsonText, rows: TextRows) -> Iterator[Any]:
    members: dict[str, Any] = {}
    has_data = False
    for key in document.keys():  # noqa: SIM118 - not a mapping: the caller takes each value
        if key != "data":
            members[key] = document.value()
            if key == "service":
                _check_service(members[key])
            continue
        has_data = True
        if document.peek() == "[":
            yield from document.items()
        elif isinstance(only := document.value(), Mapping):
            yield only
        else:
            raise FileRefusedError("“data” không phải danh sách hồ sơ. Xuất lại tệp.")
    if not has_data:
        if "MaHoSo" not in members:
            raise FileRefusedError(
                "JSON không phải thông điệp đồng bộ: không có “data” và không có “MaHoSo”."
            )
        yield members
    if "isUpdating" in members:
        flag = (text_of(members["isUpdating"]) or "").strip().casefold() in ("1", "true")
        rows.is_updating = flag


def _check_service(service: object) -> None:
    name = (text_of(service) or "").strip().casefold()
    if name == _PROGRESS_SERVICE:
        raise FileRefusedError(
            "Thông điệp tiến độ (CapNhatTienDoHoSoMC) chưa được phiên bản này đọc; "
            "chỉ đọc DongBoHoSoMC."
        )
    if name and name != _SERVICE:
        raise FileRefusedError("“service” không phải DongBoHoSoMC; thông điệp này không được đọc.")


def _batches(records: Iterator[Any], translation: Translation | None) -> Iterator[pl.DataFrame]:
    """Records as frames of text; ``source_row`` is the record's number from 1."""
    pending: list[dict[str, str | bool | None]] = []
    first = 1
    for record in records:
        is_dossier = isinstance(record, Mapping)
        if is_dossier and translation is not None:
            record = translation.record(record)  # noqa: PLW2901 - the record in standard words
        pending.append(flatten(record) if is_dossier else {_RECORD_UNREADABLE: True})
        if len(pending) == _BATCH_RECORDS:
            yield _frame(pending, first)
            first += len(pending)
            pending = []
    if pending:
        yield _frame(pending, first)


def _frame(rows: list[dict[str, str | bool | None]], first: int) -> pl.DataFrame:
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {}
    for name in names:
        if name.startswith("mark."):
            columns[name] = pl.Series([row.get(name) or False for row in rows], dtype=pl.Boolean)
        else:
            columns[name] = _texts([cast("str | None", row.get(name)) for row in rows])
    numbers = pl.int_range(first, first + len(rows), dtype=pl.Int64, eager=True)
    return pl.DataFrame({"source_row": numbers, **columns})


def _texts(cells: list[str | None]) -> pl.Series:
    """Cells as a column; half of a character, written as an escape, is a wrong character."""
    try:
        return pl.Series(cells, dtype=pl.String)
    except UnicodeEncodeError:
        whole = [c if c is None else c.encode("utf-8", "replace").decode() for c in cells]
        return pl.Series(whole, dtype=pl.String)
