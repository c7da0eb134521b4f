from pathlib import Path

from small_world import build, rows_of


def test_figure_rank_and_gap_stand_on_one_row(tmp_path: Path) -> None:
    rows = [
        {"unit_code": "T01.A", "has_digitized_component": True},
        {"unit_code": "T01.B", "has_digitized_component": True},
        {"unit_code": "T01.B", "has_digitized_component": False},
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select unit_code, numerator, denominator, rank, gap_dossiers from marts.unit_indicator"
            " where period_type = 'ytd' and indicator_id = 'digitization_rate' and denominator > 0"
            " order by unit_code",
        ) == [("T01", 2, 3, None, 1), ("T01.A", 1, 1, 1, 0), ("T01.B", 1, 2, 2, 1)]
        assert rows_of(
            session,
            "select (select count(*) from marts.unit_indicator) - (select count(*) from marts.fact_indicator),"
            " (select count(*) from indicators.digitization_rate where period_type = 'ytd' and denominator > 0)",
        ) == [(0, 3)]
