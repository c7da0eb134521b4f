"""Files below a folder ``portal``: what the portal published.

Belongs here: opening such a file. Does not belong here: the two formats (``portal_payload``,
``portal_workbook``), the period (``portal_period``), rows (``portal_figures``).
"""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from cds_pipeline.reading.detect import WORKBOOK_FORMATS
from cds_pipeline.reading.encoding import LABELS, survey
from cds_pipeline.reading.grid import read_grids
from cds_pipeline.reading.json_text import JsonText
from cds_pipeline.reading.portal_figures import figure_frame
from cds_pipeline.reading.portal_payload import read_payload
from cds_pipeline.reading.portal_period import period_of
from cds_pipeline.reading.portal_workbook import read_ranking
from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.table_file import TextRows

if TYPE_CHECKING:
    from cds_pipeline.reading.canonical import Origin
    from cds_pipeline.reading.source import Source
    from cds_pipeline.settings import Settings

_PIECE = 1 << 20


def open_portal(source: Source, promised: str, origin: Origin, settings: Settings) -> TextRows:
    """The published figures of a file, as typed rows of the lake's table ``portal``.

    Raises:
        FileRefusedError: the file is neither an evaluation payload nor a ranking workbook.
    """
    members: dict[str, Any] = {}
    encoding: str | None = None
    if promised == "json":
        encoding = survey(source).encoding
        payload = read_payload(_document(source, encoding))
        figures, members, notes = payload.figures, payload.members, payload.notes
    elif promised in WORKBOOK_FORMATS:
        grids, _, notes = read_grids(source, promised, settings)
        figures, more = read_ranking(grids)
        notes += more
    else:
        raise FileRefusedError(
            "Thư mục portal chỉ nhận kết quả Cổng công bố dạng .json hoặc .xlsx. "
            "Chuyển tệp sang thư mục khác hoặc lưu lại đúng dạng."
        )
    period = period_of(members, origin.source_file, origin.delivered_on)
    if not period.is_stated and figures:
        start = period.period_start
        notes.append(
            f"Tệp không ghi kỳ: coi là tháng {start:%m/%Y} của ngày giao. Ghi kỳ vào tên tệp "
            "(ví dụ portal_2026-08.json, 2026-Q3) nếu khác."
        )
    label = None if encoding is None else LABELS[encoding]
    rows = TextRows(label, [], notes=notes, kind="portal")
    rows.readings.append(lambda: iter([figure_frame(figures, period, origin)]))
    return rows


def _document(source: Source, encoding: str) -> object:
    with source.open() as stream:
        text = io.TextIOWrapper(cast("io.BufferedReader", stream), encoding=encoding, newline="\n")
        try:
            first = text.read(_PIECE).removeprefix("\ufeff")
            document = JsonText(chain([first], iter(lambda: text.read(_PIECE), "")))
            found: object = document.value()
            if document.peek():
                raise FileRefusedError(
                    "Sau phần JSON còn nội dung thừa. Lưu lại nguyên câu trả lời của Cổng."
                )
        finally:
            text.detach()
    return found
