"""``parameters.csv``: dated values in, or a refusal that says what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cds_pipeline import paths
from cds_pipeline.indicators.definition import read_indicators
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.parameters import read_parameters, with_parameters
from cds_pipeline.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = (paths.shipped_reference() / "parameters.csv").read_text(encoding="utf-8")


def read(folder: Path, text: str) -> list[dict[str, object]]:
    (folder / "parameters.csv").write_text(text, encoding="utf-8")
    return [row for _, row in read_parameters(Settings(reference=folder)).rows()]


def test_a_folder_without_the_file_has_the_shipped_one(tmp_path: Path) -> None:
    table = read_parameters(Settings(reference=tmp_path))
    points = [row["value"] for _, row in table.rows() if row["parameter"] == "group_points"]
    assert sum(points) == 100


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("max_score,online_submission_rate,6,,A,2026-01-01,\nmax_score,online_submission_rate,5,,A,2027-01-01,\n", "valid_to"),
        ("max_score,,6,,A,2026-01-01,\n", "subject"),
        ("band,,95,,A,2026-01-01,\n", "label"),
        ("full_marks_at_pct,reuse_rate,0,,A,2026-01-01,\n", "lớn hơn 0"),
        ("min_denominator,reuse_rate,-1,,A,2026-01-01,\n", "từ 1"),
        ("bands,,95,x,A,2026-01-01,\n", "dùng một trong"),
    ],
)  # fmt: skip
def test_refusals(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(ReferenceDataError, match=said):
        read(tmp_path, SHIPPED + more)


def test_a_file_that_leaves_out_what_is_needed_is_refused(tmp_path: Path) -> None:
    lines = [line for line in SHIPPED.splitlines() if not line.startswith("group_points")]
    with pytest.raises(ReferenceDataError, match="thiếu tham số group_points"):
        read(tmp_path, "\n".join(lines))


def test_a_definition_with_its_parameters_of_a_day(tmp_path: Path) -> None:
    rows = read(tmp_path, SHIPPED + "max_score,online_submission_rate,6,,A,2026-01-01,2027-01-01\n"
                "min_denominator,online_submission_rate,10,,A,2026-01-01,\n")  # fmt: skip
    header = next(
        i.header
        for i in read_indicators(paths.sql_folder() / "indicators")
        if i.header.indicator_id == "online_submission_rate"
    )
    found = [
        (changed.max_score, changed.min_denominator)
        for day in (date(2025, 12, 31), date(2026, 6, 1), date(2027, 1, 1))
        for changed in (with_parameters(header, rows, day),)
    ]
    assert found == [(None, 1), (Decimal(6), 10), (None, 10)]
