"""The portal's ranking workbook: six group scores and the total of every unit.

Belongs here: finding its columns and rows. Does not belong here: payloads (``portal_payload``),
numbers and rows of the lake (``portal_figures``).

Columns: ``TEN MA_COQUAN TDGQ MDHL MDSH TTTT CLGQ CKMB TONG_SCORE ROW_STT``; numbers are stored as
text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.contracts.codes import is_blank
from cds_pipeline.reading.headings import SEARCHED_ROWS
from cds_pipeline.reading.portal_codes import INDICATOR_OF_COLUMN
from cds_pipeline.reading.portal_figures import UNIT_MISSING, Figure
from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_pipeline.reading.grid import Grid

NAME, CODE, RANK, TOTAL = "TEN", "MA_COQUAN", "ROW_STT", "TONG_SCORE"
COLUMNS = (NAME, CODE, *INDICATOR_OF_COLUMN, RANK)


def read_ranking(grids: Sequence[Grid]) -> tuple[list[Figure], list[str]]:
    """The figures of all sheets that are a ranking, and notes for the manifest (Vietnamese).

    Raises:
        FileRefusedError: no sheet has the columns; says which are missing.
    """
    figures: list[Figure] = []
    notes: list[str] = []
    best: dict[str, int] = {}
    is_ranking = False
    for grid in grids:
        at, places = _headings(grid)
        best = max(best, places, key=len)
        if not _missing(places):
            is_ranking = True
            absent = [name for name in COLUMNS if name not in places]
            if absent:
                notes.append(f"Bảng xếp hạng không có cột {', '.join(absent)}.")
            figures += _figures(grid, at, places)
    if not is_ranking:
        raise FileRefusedError(
            f"Không phải bảng xếp hạng của Cổng: thiếu cột {', '.join(_missing(best))}. "
            f"Cần các cột {', '.join(COLUMNS)}."
        )
    return figures, notes


def _headings(grid: Grid) -> tuple[int, dict[str, int]]:
    """Index of the heading row and the position of each column; the best of the first rows."""
    found: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        names = [cell.strip().upper() for cell in row]
        places = {name: names.index(name) for name in COLUMNS if name in names}
        if len(places) > len(found[1]):
            found = index, places
    return found


def _missing(places: dict[str, int]) -> list[str]:
    """Columns without which a sheet is no ranking."""
    missing = [] if NAME in places or CODE in places else [f"{NAME} hoặc {CODE}"]
    return missing if TOTAL in places else [*missing, TOTAL]


def _figures(grid: Grid, heading: int, places: dict[str, int]) -> Iterator[Figure]:
    for index in range(heading + 1, len(grid.rows)):
        cells = {name: _cell(grid.rows[index], place) for name, place in places.items()}
        scores = {name: cells.get(name) for name in INDICATOR_OF_COLUMN if name in places}
        if not any(scores.values()) and cells.get(CODE) is None:
            continue  # blank, a section or a footer
        if (cells.get(TOTAL) or "").upper() == TOTAL:
            continue  # the heading again
        number = grid.first_row + index
        if cells.get(CODE) is None and cells.get(NAME) is None:
            yield Figure(number, broken=UNIT_MISSING)
            continue
        for name, indicator in INDICATOR_OF_COLUMN.items():
            if name in scores:
                yield Figure(
                    number,
                    unit_code=cells.get(CODE),
                    unit_name=cells.get(NAME),
                    indicator_id=indicator,
                    metric_code=name,
                    score=scores[name],
                    rank=cells.get(RANK) if name == TOTAL else None,
                )


def _cell(row: Sequence[str], place: int) -> str | None:
    text = " ".join(row[place].split()) if place < len(row) else ""
    return None if is_blank(text) else text
