"""Published figures as rows, whichever file they come from.

Belongs here: the row of one figure, reading numbers as the whole file writes them, the frame.
Does not belong here: finding figures (``portal_payload``, ``portal_workbook``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import polars as pl

from cds_pipeline.contracts.codes import is_blank
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.identifiers import digest
from cds_pipeline.reference.unit_names import agency_code, name_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cds_pipeline.reading.canonical import Origin
    from cds_pipeline.reading.portal_period import Period

_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+$", re.ASCII)
_COMMA_DECIMAL = re.compile(r"^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$", re.ASCII)
_POINT_DECIMAL = re.compile(r"^[+-]?\d+(?:\.\d+)?$", re.ASCII)
_LARGEST = 2**53
UNIT_MISSING = "portal_unit_missing"
METRIC_MISSING = "portal_metric_missing"
METRIC_UNKNOWN = "portal_metric_unknown"
NUMBER_UNREADABLE = "portal_number_unreadable"


@dataclass(slots=True)
class Figure:
    """One published figure; numbers as written in the file, ``None`` where it says nothing.

    Attributes:
        source_row: the unit's record (payload) or the sheet's row (workbook), from 1.
        broken: the rule that keeps the figure out, if any.
    """

    source_row: int
    unit_code: str | None = None
    unit_name: str | None = None
    published_level: str | None = None
    is_parent: bool = False
    indicator_id: str | None = None
    metric_code: str | None = None
    numerator: object = None
    denominator: object = None
    value_pct: object = None
    score: object = None
    max_score: object = None
    rank: object = None
    overdue: object = None
    quality_status: str | None = None
    quality_note: str | None = None
    is_provisional: bool = False
    broken: str | None = None
    warnings: list[str] = field(default_factory=list)


_COUNTS = ("numerator", "denominator", "rank", "overdue")
_NUMBERS = ("value_pct", "score", "max_score")


class NumberReader:
    """Numbers of one file: one decimal mark for all of them, decided by all texts together.

    A comma anywhere makes the comma the decimal mark and the dot a mark of thousands; a text that
    does not fit is unreadable, never guessed. Whole numbers may have dots between thousands in
    either case.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        has_comma = any("," in text for text in texts)
        self._shape = _COMMA_DECIMAL if has_comma else _POINT_DECIMAL
        self._has_comma = has_comma

    def number(self, value: object) -> float | None:
        """A number or a text that is one; ``None`` when it is none."""
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return float(value) if math.isfinite(value) and abs(value) < _LARGEST else None
        text = str(value).strip().removesuffix("%").rstrip()
        if not self._shape.match(text):
            return None
        if self._has_comma:
            text = text.replace(".", "").replace(",", ".")
        found = float(text)
        return found if abs(found) < _LARGEST else None

    def count(self, value: object) -> int | None:
        """A whole number; ``None`` when it is none."""
        if isinstance(value, str) and _THOUSANDS.match(value.strip()):
            value = value.strip().replace(".", "")
        found = self.number(value)
        return int(found) if found is not None and found == int(found) else None


def says_nothing(value: object) -> bool:
    """Whether a published number is absent; ``null`` is not 0."""
    return value is None or (isinstance(value, str) and is_blank(value))


def figure_frame(figures: Sequence[Figure], period: Period, origin: Origin) -> pl.DataFrame:
    """Rows of the lake's table ``portal``: every figure, good or bad, typed and judged."""
    texts = (
        value
        for figure in figures
        for name in (*_COUNTS, *_NUMBERS)
        if isinstance(value := getattr(figure, name), str)
    )
    numbers = NumberReader(texts)
    rows = [_row(figure, numbers) for figure in figures]
    counted: Counter[int] = Counter()
    for row in rows:
        counted[row["source_row"]] += 1
        row["figure_no"] = counted[row["source_row"]]
    own = {
        "source_system": origin.source_system,
        "delivered_on": origin.delivered_on,
        "source_file": origin.source_file,
        "observed_on": origin.delivered_on,
        "period_type": period.period_type,
        "period_start": period.period_start,
    }
    types = load_vocabulary().types_of("portal")
    return pl.DataFrame([own | row for row in rows], schema=types, orient="row")


def _row(figure: Figure, numbers: NumberReader) -> dict[str, Any]:
    warnings = list(figure.warnings)
    row: dict[str, Any] = {f.name: getattr(figure, f.name) for f in fields(figure)}
    for names, read in ((_COUNTS, numbers.count), (_NUMBERS, numbers.number)):
        for name in names:
            value = row[name]
            row[name] = None if says_nothing(value) else read(value)
            if row[name] is None and not says_nothing(value):
                warnings.append(NUMBER_UNREADABLE)
    parts = name_parts(figure.unit_name)
    row["unit_ref_code"] = agency_code(figure.unit_code) if figure.unit_code else None
    row["unit_type_key"] = parts.type_key or None
    for part in ("name_key", "parent_key", "full_key"):
        row[f"unit_{part}"] = digest(getattr(parts, part))
    row["broken_rules"] = figure.broken
    row["warnings"] = " ".join(dict.fromkeys(warnings)) or None
    return row
