"""Finding the heading row of a table and what its columns are.

Belongs here: matching headings with the vocabulary, under title rows and merged heading rows, and
the refusal of a table that lacks a required one. Does not belong here: cells of data rows.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cds_pipeline.contracts.heading_text import (
    heading_key,
    heading_parts,
    known_headings,
    may_be_shown,
)
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.refusal import FileRefusedError, HeadingsMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Row = Sequence[str | None]
    Declared = Mapping[str, str | None]

NOTHING_DECLARED: Declared = MappingProxyType({})

#: How many rows from the top may come before the data.
SEARCHED_ROWS = 60
_DEEPEST = 3
# Fewer recognised columns than this are no heading row.
_FEWEST = 2
_REQUIRED: tuple[tuple[str, ...], ...] = (
    ("dossier_code",),
    ("procedure_code", "procedure_name"),
    ("received_at",),
    ("status",),
)
_NUMBERING = frozenset({"stt", "tt", "số tt", "số thứ tự", "no", "#", ""})
_COLUMN_NUMBER = re.compile(r"^[(\[]?\s*(?:\d{1,2}|[A-Za-zĐđ])\s*[)\]]?(?:\s*=.*)?$")


@dataclass(frozen=True, slots=True)
class HeadingMap:
    """What the columns of a table are.

    Attributes:
        columns: canonical name of each column by position, ``None`` where it is not read.
        first_row: index of the first heading row, from 0.
        data_row: index of the first row below headings and column numbers, from 0.
        heading_rows: the heading (and column number) rows, to know them again below.
        unknown: headings that are not in the vocabulary, fit to be shown.
        declared: keys of declared headings (``source_mappings.yml``) that were found.
    """

    columns: tuple[str | None, ...]
    first_row: int
    data_row: int
    heading_rows: tuple[tuple[str, ...], ...]
    unknown: tuple[str, ...]
    declared: frozenset[str] = frozenset()

    @property
    def recognised(self) -> int:
        """How many different canonical columns the table has."""
        return len({name for name in self.columns if name is not None})

    def position(self, column: str) -> int | None:
        """Position of a canonical column, ``None`` when the table lacks it."""
        return self.columns.index(column) if column in self.columns else None


def find_headings(rows: Sequence[Row], declared: Declared = NOTHING_DECLARED) -> HeadingMap:
    """The best heading rows among the first rows of a table, whether or not they are enough.

    Args:
        rows: the first rows of the table as text, titles included.
        declared: canonical column of headings declared for this source, by heading key; ``None``
            for a heading that is known and not read. They win over accepted ones.

    Returns:
        The map that recognises most columns; the earliest and flattest of several.
    """
    best = HeadingMap((), 0, 0, (), ())
    parts = heading_parts() | declared.keys()
    likely = [sum(heading_key(cell) in parts for cell in row) for row in rows]
    for first in range(min(len(rows), SEARCHED_ROWS)):
        if sum(likely[first : first + _DEEPEST]) < _FEWEST:
            continue
        for depth in range(1, min(_DEEPEST, len(rows) - first) + 1):
            found = _map(rows, first, depth, declared)
            if found.recognised > best.recognised:
                best = found
        if first >= best.first_row + _DEEPEST and not _missing(best):
            break  # the headings are complete; what follows is data
    return best


def require_columns(found: HeadingMap) -> HeadingMap:
    """The same map, when the table can be read with it.

    Raises:
        HeadingsMissingError: no heading row, or a required heading is missing.
        FileRefusedError: two headings mean the same column.
    """
    if found.recognised < _FEWEST:
        needed = ", ".join(f"“{_spelled(names)}”" for names in _REQUIRED)
        raise HeadingsMissingError(
            f"Không tìm thấy dòng tiêu đề trong {SEARCHED_ROWS} dòng đầu. Cần các cột {needed}."
        )
    _refuse_twice(found)
    missing = _missing(found)
    if missing:
        parts = "; ".join(_describe_missing(names, found) for names in missing)
        raise HeadingsMissingError(f"Thiếu cột bắt buộc: {parts}. Bổ sung cột rồi gửi lại tệp.")
    return found


def describe_unknown(headings: Sequence[str]) -> str | None:
    """A Vietnamese sentence about headings that were not read; ``None`` when there are none."""
    if not headings:
        return None
    described = [_with_nearest(heading) for heading in headings[:20]]
    more = f" và {len(headings) - 20} cột khác" if len(headings) > 20 else ""
    return f"Cột không nhận ra, đã bỏ qua: {', '.join(described)}{more}."


def _missing(found: HeadingMap) -> list[tuple[str, ...]]:
    """Required columns, or groups of which one is required, that the table lacks."""
    return [names for names in _REQUIRED if not set(names) & set(found.columns)]


def _map(rows: Sequence[Row], first: int, depth: int, declared: Declared) -> HeadingMap:
    block = [_cells(row) for row in rows[first : first + depth]]
    keys = [_known_key(candidates, declared) for candidates in _candidates(block)]
    names = [declared[k] if k in declared else known_headings().get(k) for k in keys]
    unknown = [
        _showable(_own_text(block, position), position)
        for position, name in enumerate(names)
        if name is None
        and keys[position] not in declared
        and heading_key(_own_text(block, position)) not in _NUMBERING
    ]
    data_row = first + depth
    if data_row < len(rows) and _is_column_numbers(rows[data_row]):
        block.append(_cells(rows[data_row]))
        data_row += 1
    return HeadingMap(
        tuple(names),
        first,
        data_row,
        tuple(map(tuple, block)),
        tuple(dict.fromkeys(unknown)),
        frozenset(declared.keys() & set(keys)),
    )


def _cells(row: Row) -> list[str]:
    return [" ".join((cell or "").split()) for cell in row]


def _own_text(block: Sequence[Sequence[str]], position: int) -> str:
    """The lowest heading text of a column."""
    own = [row[position] for row in block if position < len(row) and row[position]]
    return own[-1] if own else ""


def _candidates(block: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """For each column the texts that may be its heading, the most specific first.

    A merged heading stands in its first column only, so a blank cell of an upper row takes the text
    to its left.
    """
    width = max((len(row) for row in block), default=0)
    above: list[str] = [""] * len(block)
    for position in range(width):
        own = [row[position] if position < len(row) else "" for row in block]
        above = [text or left for text, left in zip(own, above, strict=True)]
        lowest = max((level for level, text in enumerate(own) if text), default=-1)
        if lowest < 0:
            yield []
            continue
        leaf, parents = own[lowest], [text for text in above[:lowest] if text]
        parent = parents[-1:]
        yield [
            " ".join([*parents, leaf]),
            " ".join([*parent, leaf]),
            leaf,
            " ".join([leaf, *parent]),
        ]


def _known_key(candidates: Sequence[str], declared: Declared) -> str:
    """Key of the first candidate that is a declared or an accepted heading, else empty."""
    keys = [heading_key(candidate) for candidate in candidates]
    for known in (declared, known_headings()):
        for key in keys:
            if key and key in known:
                return key
    return ""


def _is_column_numbers(row: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), A B 1 2, 5=3/4."""
    filled = [cell for cell in _cells(row) if cell]
    return len(filled) >= 3 and all(_COLUMN_NUMBER.match(cell) for cell in filled)


def _showable(text: str, position: int) -> str:
    """The heading itself when it surely is one; a table without headings may hold personal data."""
    return text if may_be_shown(text) else f"(cột thứ {position + 1})"


def _headings_of(names: Sequence[str]) -> list[str]:
    columns = load_vocabulary().columns
    return [heading for name in names for heading in columns[name].headings]


def _spelled(names: Sequence[str]) -> str:
    columns = load_vocabulary().columns
    return "” hoặc “".join(columns[name].headings[0] for name in names)


def _describe_missing(names: Sequence[str], found: HeadingMap) -> str:
    wanted = {heading_key(h) for h in _headings_of(names)}
    seen = {heading_key(text): text for text in found.unknown}
    near = [
        text
        for key, text in seen.items()
        if any(difflib.SequenceMatcher(None, key, w).ratio() >= 0.7 for w in wanted)
    ]
    hint = "gần nhất trong tệp: " + ", ".join(f"“{t}”" for t in near[:3]) if near else ""
    return f"“{_spelled(names)}”" + (f" ({hint})" if hint else " (không có tiêu đề nào gần giống)")


def _refuse_twice(found: HeadingMap) -> None:
    for name in dict.fromkeys(n for n in found.columns if n is not None):
        places = [position for position, column in enumerate(found.columns) if column == name]
        if len(places) > 1:
            texts = [f"“{_own_text(found.heading_rows, p)}” (cột {p + 1})" for p in places]
            meaning = load_vocabulary().columns[name].headings[0]
            raise FileRefusedError(
                f"Hai cột cùng là “{meaning}”: {' và '.join(texts)}. Bỏ hoặc đổi tên một cột."
            )


def _with_nearest(heading: str) -> str:
    near = difflib.get_close_matches(heading_key(heading), list(known_headings()), n=1, cutoff=0.8)
    if not near:
        return f"“{heading}”"
    column = load_vocabulary().columns[known_headings()[near[0]]]
    spelled = next(h for h in column.headings if heading_key(h) == near[0])
    return f"“{heading}” (gần giống “{spelled}”)"
