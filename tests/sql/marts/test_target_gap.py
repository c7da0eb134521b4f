"""Gaps to target: the most specific target, exact dossiers short."""

from pathlib import Path

import pytest
from small_world import build, rows_of

HEAD = (
    "indicator_id,unit_level,unit_code,period_type,period_start,target_pct,decided_by,valid_from\n"
)


def gap(tmp_path: Path, targets: str, digitized: int, received: int) -> tuple[object, ...]:
    rows = [
        {"unit_code": "T01.A", "has_digitized_component": n < digitized} for n in range(received)
    ] or [{"unit_code": "T01.B"}]
    with build(tmp_path, rows, targets=HEAD + targets) as session:
        return rows_of(
            session,
            "select target_pct, gap_pp, gap_dossiers, status from marts.target_gap"
            " where unit_code = 'T01.A' and indicator_id = 'digitization_rate'"
            " and period_type = 'ytd'",
        )[0]


@pytest.mark.parametrize(
    ("target", "digitized", "received", "expected"),
    [
        ("100", 3, 4, (100.0, 25.0, 1, "short")),
        ("75", 3, 4, (75.0, 0.0, 0, "met")),
        ("70", 3, 4, (70.0, -5.0, 0, "met")),
        ("33.3333", 1, 3, (33.3333, pytest.approx(0.0, abs=1e-4), 0, "met")),
        # 3 x 33.34 % = 1.0002 dossiers: one digitized dossier does not meet it.
        ("33.34", 1, 3, (33.34, pytest.approx(33.34 - 100 / 3), 1, "short")),
        ("0.1", 0, 1000, (0.1, 0.1, 1, "short")),
    ],
)
def test_gap_counts_dossiers_exactly(
    tmp_path: Path, target: str, digitized: int, received: int, expected: tuple[object, ...]
) -> None:
    line = f"digitization_rate,,,,,{target},Quyết định thử,2023-01-01\n"
    assert gap(tmp_path, line, digitized, received) == expected


def test_the_most_specific_target_wins(tmp_path: Path) -> None:
    general = "digitization_rate,,,,,60,a,2023-01-01\n"
    newer = "digitization_rate,,,,,65,b,2023-03-01\n"
    by_type = "digitization_rate,,,ytd,,70,c,2023-01-01\n"
    by_start = "digitization_rate,,,,2023-01-01,75,d,2023-01-01\n"
    by_level = "digitization_rate,district,,,,80,e,2023-01-01\n"
    by_unit = "digitization_rate,,T01.A,,,90,f,2023-01-01\n"
    expected = [(general, 60), (newer, 65), (by_type, 70), (by_start, 75), (by_level, 80), (by_unit, 90)]  # fmt: skip
    written = ""
    for number, (line, target_pct) in enumerate(expected):
        written += line
        assert gap(tmp_path / str(number), written, 1, 1)[0] == target_pct


def test_a_unit_without_target_or_without_dossiers(tmp_path: Path) -> None:
    other = "digitization_rate,commune,,,,90,a,2023-01-01\n"
    assert gap(tmp_path / "none", other, 1, 2) == (None, None, None, "no_target")
    every = "digitization_rate,,,,,90,a,2023-01-01\n"
    assert gap(tmp_path / "empty", every, 0, 0) == (90.0, None, 0, "short")
