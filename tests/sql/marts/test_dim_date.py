from pathlib import Path

from small_world import build, rows_of


def test_periods_and_working_days_of_a_day(tmp_path: Path) -> None:
    workdays = "day,is_workday,name_vi\n2023-09-04,false,Quốc khánh\n2023-09-09,true,Làm bù\n"
    with build(tmp_path, [{}], workdays=workdays) as session:
        assert rows_of(
            session,
            "select calendar_date::varchar, week_start::varchar, quarter_start::varchar,"
            " half_start::varchar, is_workday, holiday_vi from marts.dim_date"
            " where calendar_date in ('2023-01-01', '2023-09-04', '2023-09-05', '2023-09-09',"
            " '2023-09-10') order by 1",
        ) == [
            ("2023-01-01", "2022-12-26", "2023-01-01", "2023-01-01", False, None),
            ("2023-09-04", "2023-09-04", "2023-07-01", "2023-07-01", False, "Quốc khánh"),
            ("2023-09-05", "2023-09-04", "2023-07-01", "2023-07-01", True, None),
            ("2023-09-09", "2023-09-04", "2023-07-01", "2023-07-01", True, "Làm bù"),
            ("2023-09-10", "2023-09-04", "2023-07-01", "2023-07-01", False, None),
        ]
