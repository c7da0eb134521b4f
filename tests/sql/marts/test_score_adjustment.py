"""Points added or taken off by decision: visible before and after, never outside 0 to the maximum."""

from pathlib import Path
from typing import Any

from small_world import build, rows_of

from cds_pipeline import paths

HEAD = "unit_code,indicator_id,period_type,period_start,points,reason,decided_by,decided_on\n"
AUDIT = (paths.sql_folder() / "audits" / "adjustments_apply.sql").read_text(encoding="utf-8")
ROW = {"unit_code": "T01.A.1", "due_at": "2023-08-30 00:00:00"}


def adjusted(session: Any, more: str) -> list[tuple[Any, ...]]:
    return rows_of(
        session,
        "select indicator_id, points, score_before, score_after, reason, decided_by"
        f" from marts.score_adjustment where unit_code = 'T01.A.1' and {more} order by 1, 2",
    )


def test_points_before_and_after_with_the_decision(tmp_path: Path) -> None:
    lines = (
        "T01.A.1,on_time_rate,month,2023-08-01,-2.5,Trả quá hạn không xin lỗi,QĐ 12,2023-08-20\n"
        "T01.A.1,group_progress,month,2023-08-01,-1,Kiểm tra đột xuất,QĐ 13,2023-08-20\n"
        "T01.A.1,total_score,month,2023-08-01,-100,Vi phạm,QĐ 14,2023-08-21\n"
    )
    with build(tmp_path, [ROW], adjustments=HEAD + lines) as session:
        assert adjusted(session, "as_of_date = '2023-08-25'") == [
            ("group_progress", -1, 17.5, 16.5, "Kiểm tra đột xuất", "QĐ 13"),
            ("on_time_rate", -2.5, 20.0, 17.5, "Trả quá hạn không xin lỗi", "QĐ 12"),
            # Satisfaction 6 and progress 16.5: never under 0.
            ("total_score", -100, 22.5, 0.0, "Vi phạm", "QĐ 14"),
        ]
        assert rows_of(
            session,
            "select f.score, f.score_before_adjustment, f.value_pct from marts.fact_indicator as f"
            " join marts.dim_unit as u using (unit_key) where u.unit_code = 'T01.A.1'"
            " and f.indicator_id = 'on_time_rate' and f.period_type in ('month', 'quarter')"
            " and f.period_start in ('2023-08-01', '2023-07-01') and f.denominator > 0 order by 1",
        ) == [(17.5, 20.0, 100.0), (20.0, None, 100.0)]
        assert rows_of(session, AUDIT) == []


def test_a_decision_counts_from_its_day_and_what_fits_nothing_is_reported(tmp_path: Path) -> None:
    lines = (
        "T01.A.1,on_time_rate,month,2023-08-01,-2,Sau ngày tính,QĐ 1,2023-08-26\n"
        "T01.A.1,on_time_rate,month,2023-08-15,-3,Sai ngày đầu kỳ,QĐ 2,2023-08-01\n"
        "T01.A.1,digitization_rate,month,2023-08-01,-4,Không chấm điểm,QĐ 3,2023-08-01\n"
        "T01.A.1,on_time_rate,month,2022-08-01,-5,Năm trước,QĐ 4,2022-09-01\n"
    )
    with build(tmp_path, [ROW], adjustments=HEAD + lines) as session:
        assert adjusted(session, "true") == []
        assert [row[6] for row in rows_of(session, AUDIT.partition("*/")[2])] == ["QĐ 3", "QĐ 2"]


def test_a_line_without_period_holds_for_every_period(tmp_path: Path) -> None:
    line = "T01.A.1,on_time_rate,,,-1,Cả năm,QĐ 5,2023-01-01\n"
    with build(tmp_path, [ROW], adjustments=HEAD + line) as session:
        assert rows_of(
            session,
            "select distinct period_type, score_after from marts.score_adjustment"
            " where as_of_date = '2023-08-25' and score_before = 20 order by 1",
        ) == [(kind, 19.0) for kind in ("day", "half", "month", "quarter", "week", "year", "ytd")]
