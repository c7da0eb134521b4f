"""Effective-dated parameters: ``parameters.csv`` of the reference folder.

Belongs here: reading and checking the file, and what it says of one definition on one day. Does not
belong here: indicator definitions (``indicators``), using parameters in figures (``sql``).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from cds_pipeline import paths
from cds_pipeline.reference.csv_file import CsvTable, read_csv
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cds_pipeline.indicators.definition import IndicatorHeader
    from cds_pipeline.settings import Settings

# Parameters of one indicator (column ``subject``), over what its definition says.
INDICATOR_PARAMETERS = ("max_score", "full_marks_at_pct", "min_denominator")
# Without a value for these nothing can be banded or added up.
NEEDED = ("band", "group_points", "leading_units", "trailing_units")
_LEAST = {"full_marks_at_pct": (0, "lớn hơn 0"), "min_denominator": (0, "từ 1 trở lên")}
_COPY_REMEDY = "chép dòng ấy từ tệp đi kèm warehouse/reference/parameters.csv"


def read_parameters(settings: Settings) -> CsvTable:
    """The parameters in force: the operator's file, else the shipped one, checked.

    Raises:
        ReferenceDataError: the file cannot be used; names file, line, value and remedy.
    """
    shape = SHAPES["parameters"]
    own = settings.reference_folder / shape.file_name
    table = read_csv(own if own.is_file() else paths.shipped_reference() / shape.file_name, shape)
    check_parameters(table)
    return table


def check_parameters(table: CsvTable) -> None:
    """Refuses parameters that contradict each other or leave something out.

    Raises:
        ReferenceDataError: two values at one time, an impossible value, or one needed is missing.
    """
    seen: dict[tuple[Any, ...], list[tuple[date, date, int]]] = defaultdict(list)
    for line, row in table.rows():
        _check_value(table, line, row)
        begin, end = row["valid_from"], row["valid_to"] or date.max
        # A band is told apart by the value it begins at.
        key = (
            row["parameter"],
            row["subject"],
            row["value"] if row["parameter"] == "band" else None,
        )
        for other_begin, other_end, other in seen[key]:
            if begin < other_end and other_begin < end:
                raise ReferenceDataError(
                    table.path,
                    f"trùng tham số và thời gian hiệu lực với dòng {other}",
                    "ghi valid_to cho dòng cũ bằng valid_from của dòng mới",
                    line=line,
                    value=", ".join(str(part) for part in key if part is not None),
                )
        seen[key].append((begin, end, line))
    found = {parameter for parameter, _, _ in seen}
    for name in NEEDED:
        if name not in found:
            raise ReferenceDataError(table.path, f"thiếu tham số {name}", _COPY_REMEDY)


def _check_value(table: CsvTable, line: int, row: dict[str, Any]) -> None:
    name, value = row["parameter"], row["value"]
    needs_subject = name in INDICATOR_PARAMETERS or name == "group_points"
    if needs_subject and not row["subject"]:
        raise ReferenceDataError(
            table.path, f"{name} phải ghi subject", "điền mã chỉ tiêu hoặc mã nhóm", line=line
        )
    if name == "band" and not row["label"]:
        raise ReferenceDataError(
            table.path, "mức xếp loại phải có tên ở cột label", "điền label", line=line
        )
    least, words = _LEAST.get(name, (None, "không âm"))
    if value < 0 or (least is not None and value <= least):
        raise ReferenceDataError(
            table.path, f"{name} phải {words}", "sửa cột value", line=line, value=str(value)
        )


def with_parameters(
    header: IndicatorHeader, parameters: Iterable[dict[str, Any]], on: date
) -> IndicatorHeader:
    """A definition with the parameters that hold for its indicator on a day.

    Args:
        header: the definition.
        parameters: rows of ``parameters.csv``.
        on: first day of the period.
    """
    changes = {
        row["parameter"]: row["value"]
        for row in parameters
        if row["parameter"] in INDICATOR_PARAMETERS
        and row["subject"] == header.indicator_id
        and row["valid_from"] <= on
        and (row["valid_to"] is None or on < row["valid_to"])
    }
    if "min_denominator" in changes:
        changes["min_denominator"] = int(changes["min_denominator"])
    return header.model_copy(update=changes)
