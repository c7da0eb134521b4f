from pathlib import Path

from small_world import build, rows_of


def test_blank_attributes_are_unknown_not_false(tmp_path: Path) -> None:
    with build(tmp_path, [{}]) as session:
        assert rows_of(
            session,
            "select procedure_code, service_level, returns_paper_result, has_fee, legal_max_days"
            " from marts.dim_procedure where procedure_code in ('1.000001', '1.000003') order by 1",
        ) == [("1.000001", 4, True, False, 5), ("1.000003", None, None, None, None)]


def test_a_procedure_is_found_by_its_exact_name_or_the_row_is_quarantined(tmp_path: Path) -> None:
    rows = [
        {"procedure_code": None, "procedure_name_key": "đăng ký khai sinh"},
        {"procedure_code": None, "procedure_name_key": "thủ tục trùng tên"},
        {"procedure_code": None},
        {"procedure_code": "9.999999"},
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select procedure_code, broken, warned from staging.dossier_judged order by source_row",
        ) == [
            ("1.000001", None, None),
            (None, "procedure_missing", None),
            (None, "procedure_missing", None),
            ("9.999999", None, "procedure_unlisted"),
        ]
