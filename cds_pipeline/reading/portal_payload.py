"""Evaluation payloads of the portal, in both shapes.

Belongs here: finding units and figures in ``overview``/``evaluation[].metrics[]`` and in
``parent``/``children[]``. Does not belong here: workbooks (``portal_workbook``), numbers and rows
(``portal_figures``).

Everything is kept as published: a parent is no sum of its children, ``null`` is not 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cds_pipeline.reading.portal_codes import (
    GROUP_OF_CODE,
    PROVISIONAL_STATUS,
    TREES,
    UNNAMED_TOTAL,
    UNNAMED_TREE,
    TreeFigure,
    indicator_of,
    is_known,
)
from cds_pipeline.reading.portal_figures import (
    METRIC_MISSING,
    METRIC_UNKNOWN,
    UNIT_MISSING,
    Figure,
    says_nothing,
)
from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ECHOES = ("request", "payload", "params", "parameters", "query")


@dataclass(frozen=True, slots=True)
class Payload:
    """What a payload holds.

    Attributes:
        figures: every published figure, unit by unit.
        members: what it says about itself (period, procedure), for ``portal_period``.
        notes: Vietnamese sentences for the manifest.
    """

    figures: list[Figure]
    members: dict[str, Any]
    notes: list[str]


def read_payload(document: object) -> Payload:
    """The figures of one payload.

    Raises:
        FileRefusedError: it is no evaluation payload, or one of a single procedure.
    """
    if not isinstance(document, Mapping):
        raise FileRefusedError(_no_payload())
    inner = document.get("data")
    data = inner if isinstance(inner, Mapping) else document
    members = _members(document, data)
    if any(members.get(name) for name in ("formalityId", "formalityID")):
        raise FileRefusedError(
            "Đây là kết quả của riêng một thủ tục (formalityId), không phải của cả đơn vị. "
            "Lấy lại kết quả không chọn thủ tục."
        )
    if "overview" in data or "evaluation" in data:
        records = _records(data, "overview", "evaluation")
        figures = [figure for record in records for figure in _metric_figures(*record)]
    elif "parent" in data or "children" in data:
        records = _records(data, "parent", "children")
        figures = list(_tree_figures(records))
    else:
        raise FileRefusedError(_no_payload(document.get("code")))
    return Payload(figures, members, _page_notes(data, records))


def _no_payload(code: object = None) -> str:
    answer = ""
    if isinstance(code, str) and code.isalnum() and len(code) <= 20 and code != "OK":
        answer = f" (Cổng trả lời mã {code})"
    return (
        f"JSON không phải kết quả đánh giá của Cổng{answer}: không có “overview”/“evaluation”, "
        "cũng không có “parent”/“children”. Lưu lại nguyên câu trả lời của Cổng."
    )


def _members(document: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    echoes = [document.get(name) for name in _ECHOES]
    found: dict[str, Any] = {}
    for part in (document, data, *echoes):
        if isinstance(part, Mapping):
            plain = {k: v for k, v in part.items() if isinstance(v, str | int) and k != "data"}
            found = plain | found
    return found


_Record = tuple[int, bool, Mapping[str, Any]]


def _records(data: Mapping[str, Any], whole: str, parts: str) -> list[_Record]:
    """Units as (number from 1, whether it is the parent, record); the parent comes first."""
    parent, children = data.get(whole), data.get(parts)
    if parent is not None and not isinstance(parent, Mapping):
        raise FileRefusedError(f"“{whole}” không phải một đơn vị. Lưu lại câu trả lời của Cổng.")
    if children is not None and not isinstance(children, list):
        raise FileRefusedError(f"“{parts}” không phải danh sách. Lưu lại câu trả lời của Cổng.")
    units: list[tuple[bool, Any]] = [] if parent is None else [(True, parent)]
    units += [(False, child) for child in children or []]
    empty: Mapping[str, Any] = {}
    return [
        (number, is_parent, unit if isinstance(unit, Mapping) else empty)
        for number, (is_parent, unit) in enumerate(units, start=1)
    ]


def _page_notes(data: Mapping[str, Any], records: list[_Record]) -> list[str]:
    pages = data.get("pagination")
    total = pages.get("total") if isinstance(pages, Mapping) else None
    listed = sum(not is_parent for _, is_parent, _ in records)
    if isinstance(total, int) and total > listed:
        return [f"Chỉ có {listed} trên {total} đơn vị: thiếu trang của kết quả."]
    return []


def _text(value: object) -> str | None:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text or None


def _unit(record: _Record) -> Figure:
    """A figure with the unit of a record and nothing else yet."""
    number, is_parent, unit = record
    levels = (unit.get(name) for name in ("level", "departmentLevel", "departmentType"))
    figure = Figure(
        number,
        unit_code=_text(unit.get("departmentCode")),
        unit_name=_text(unit.get("departmentName")),
        published_level=next((text for level in levels if (text := _text(level))), None),
        is_parent=is_parent,
    )
    if figure.unit_code is None and figure.unit_name is None:
        figure.broken = UNIT_MISSING
    return figure


def _metric_figures(number: int, is_parent: bool, unit: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures of a unit with ``metrics``, its total last; one broken figure at most."""
    record = (number, is_parent, unit)
    blank = _unit(record)
    metrics = unit.get("metrics")
    listed = metrics if isinstance(metrics, list) else []
    if blank.broken is not None:
        yield blank
        return
    codes = []
    is_damaged = metrics is not None and not isinstance(metrics, list)
    for metric in listed:
        code = _text(metric.get("code")) if isinstance(metric, Mapping) else None
        if code is None:
            is_damaged = True
            continue
        codes.append(code)
        yield _metric(_unit(record), code, metric)
    if is_damaged:
        blank.broken = METRIC_MISSING
        yield blank
    if not says_nothing(unit.get("totalScore")):
        total = _unit(record)
        groups = {GROUP_OF_CODE[code] for code in codes if code in GROUP_OF_CODE}
        total.indicator_id = groups.pop() if len(groups) == 1 else UNNAMED_TOTAL
        total.score, total.max_score = unit.get("totalScore"), unit.get("totalMaxScore")
        total.value_pct = unit.get("ratio")
        yield total


def _metric(figure: Figure, code: str, metric: Mapping[str, Any]) -> Figure:
    figure.metric_code, figure.indicator_id = code, indicator_of(code)
    figure.numerator, figure.denominator = metric.get("numerator"), metric.get("denominator")
    figure.value_pct, figure.score = metric.get("ratio"), metric.get("score")
    figure.max_score = metric.get("maxScore")
    _take_quality(figure, metric)
    if not is_known(code):
        figure.warnings.append(METRIC_UNKNOWN)
    return figure


def _take_quality(figure: Figure, holder: Mapping[str, Any]) -> None:
    figure.quality_status = _text(holder.get("dataQualityStatus"))
    figure.quality_note = _text(holder.get("dataQualityMessage"))
    figure.is_provisional = (figure.quality_status or "").startswith(PROVISIONAL_STATUS)


def _tree_figures(records: list[_Record]) -> Iterator[Figure]:
    """The figures of a payload with ``children``: its fields say which one it is."""
    fields = {name for _, _, unit in records for name in unit}
    wanted = next((tree for field, tree in TREES.items() if field in fields), UNNAMED_TREE)
    for record in records:
        blank = _unit(record)
        if blank.broken is not None:
            yield blank
            continue
        for figure in wanted:
            found = _tree_figure(record, figure)
            if found is not None:
                yield found


def _tree_figure(record: _Record, wanted: TreeFigure) -> Figure | None:
    """One figure of a unit; ``None`` where the unit has none of its fields."""
    unit = record[2]
    own = (wanted.numerator, wanted.denominator, wanted.value, *wanted.scores)
    if not any(name in unit for name in own if name):
        return None
    figure = _unit(record)
    figure.indicator_id = wanted.indicator_id
    figure.metric_code = wanted.numerator or wanted.value or None
    figure.numerator, figure.denominator = unit.get(wanted.numerator), unit.get(wanted.denominator)
    figure.value_pct, figure.overdue = unit.get(wanted.value), unit.get(wanted.overdue)
    figure.score = next((unit[name] for name in wanted.scores if name in unit), None)
    figure.max_score = next((unit[name] for name in wanted.max_scores if name in unit), None)
    _take_quality(figure, unit)
    return figure
