"""Reference folders in, checked tables or a clear refusal out."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cds_pipeline.paths import shipped_reference
from cds_pipeline.reference.load import Reference, ReferenceDataError, load_reference
from cds_pipeline.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

UNITS = "unit_code,gso_code,unit_name,unit_level,parent_unit_code,province_code,valid_from,valid_to"


def load(folder: Path | None, **files: str) -> Reference:
    for name, text in files.items():
        assert folder is not None
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_reference(Settings(reference=folder))


def units(*rows: str) -> str:
    return "\n".join([UNITS, *rows, ""])


def column(reference: Reference, table: str, name: str) -> list[object]:
    return reference.tables[table].column(name).to_pylist()


def test_the_shipped_tables_are_bac_giang_in_2023() -> None:
    reference = load(None)
    levels = [
        row["unit_level"]
        for row in reference.tables["units"].to_pylist()
        if row["valid_from"] <= date(2023, 8, 25) < (row["valid_to"] or date.max)
    ]
    counted = {level: levels.count(level) for level in set(levels)}
    assert counted == {"province": 1, "department": 20, "district": 10, "commune": 209}
    assert reference.tables["procedures"].num_rows == 2642
    assert column(reference, "targets", "target_pct") == [Decimal("100.0000")]
    assert reference.notes == []


def test_every_day_of_2023_is_a_workday_or_not() -> None:
    table = load(None).tables["workdays"].to_pylist()
    days = {row["day"]: row["is_workday"] for row in table if row["day"].year == 2023}
    assert len(days) == 365
    holidays = [date(2023, 1, 2), date(2023, 1, 26), date(2023, 5, 3), date(2023, 9, 4)]
    assert not any(days[day] for day in holidays)
    assert days[date(2023, 1, 27)]
    assert not days[date(2023, 8, 26)]


def test_units_carry_keys_and_parents() -> None:
    rows = {row["unit_code"]: row for row in load(None).tables["units"].to_pylist()}
    phuc_son = rows["H02.216.07318"]
    assert phuc_son["unit_key"] == "H02.216.07318@20200101"
    assert (phuc_son["name_key"], phuc_son["type_key"]) == ("phúc sơn", "xã")
    assert phuc_son["parent_unit_code"] == "H02.216"


def test_gso_codes_are_aliases() -> None:
    rows = load(None).tables["unit_code_alias"].to_pylist()
    aliases = {row["alias_code"]: row["unit_code"] for row in rows}
    assert aliases["216"] == "H02.216"
    assert aliases["07318"] == "H02.216.07318"
    reform = date(2025, 7, 1)
    assert {
        (row["alias_code"], row["unit_code"], row["valid_from"], row["valid_to"])
        for row in rows
        if row["alias_code"] in {"24", "07228"}
    } == {
        ("24", "H02", date(2020, 1, 1), reform),
        ("24", "H05", reform, None),
        ("07228", "H02.213.07228", date(2020, 1, 1), reform),
        ("07228", "H05.07228", reform, None),
    }


def test_a_small_folder_of_any_shape_loads(tmp_path: Path) -> None:
    text = (
        "\ufeffUnit_Name;valid_from;unit_code;unit_level;ghi_chu\r\n"
        "Sở Một;01/01/2023;000.00.01.H99;department;x\r\n\r\nXã Hai;2023-01-01;H99.2;commune;\r\n"
    )
    reference = load(tmp_path, units=text)
    assert column(reference, "units", "unit_code") == ["000.00.01.H99", "H99.2"]
    assert column(reference, "units", "valid_from") == [date(2023, 1, 1)] * 2
    assert column(reference, "units", "parent_unit_code") == [None, None]
    assert column(reference, "unit_code_alias", "alias_code") == ["H99.01"]
    assert "ghi_chu" in reference.notes[0]


def test_a_parent_may_be_given_as_a_gso_code(tmp_path: Path) -> None:
    rows = units(
        "H99.1,901,Huyện Một,district,,99,2023-01-01,", "H99.1.2,,Xã Hai,commune,901,99,2023-01-01,"
    )
    assert column(load(tmp_path, units=rows), "units", "parent_unit_code") == [None, "H99.1"]


def test_a_parents_gso_code_is_the_one_of_the_day(tmp_path: Path) -> None:
    rows = units(
        "H98,24,Tỉnh Cũ,province,,24,2020-01-01,2025-07-01",
        "H99,24,Tỉnh Mới,province,,24,2025-07-01,",
        "H98.1,,Sở Cũ,department,24,24,2020-01-01,2025-07-01",
        "H99.1,,Sở Mới,department,24,24,2025-07-01,",
    )
    parents = column(load(tmp_path, units=rows), "units", "parent_unit_code")
    assert parents == [None, None, "H98", "H99"]


def test_history_of_one_code_is_several_rows(tmp_path: Path) -> None:
    rows = units(
        "H99.1,901,Huyện Một,district,,99,2020-01-01,2024-02-01",
        "H99.1,901,Thị xã Một,district,,99,2024-02-01,",
    )
    reference = load(tmp_path, units=rows)
    assert column(reference, "units", "unit_key") == ["H99.1@20200101", "H99.1@20240201"]
    alias = reference.tables["unit_code_alias"].to_pylist()
    assert [(row["alias_code"], row["valid_from"], row["valid_to"]) for row in alias] == [
        ("901", date(2020, 1, 1), None)
    ]


def test_a_gso_code_of_two_units_at_once_resolves_to_neither(tmp_path: Path) -> None:
    rows = units(
        "H99.1,901,Huyện Một,district,,99,2023-01-01,",
        "H99.2,901,Huyện Hai,district,,99,2023-01-01,",
    )
    reference = load(tmp_path, units=rows)
    assert reference.tables["unit_code_alias"].num_rows == 0
    assert "901" in reference.notes[0]


def test_shipped_rows_of_foreign_units_are_dropped_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    unit = "{0},,Huyện {0},district,,99,2023-01-01,"
    (shipped / "units.csv").write_text(units(unit.format("A"), unit.format("B")))
    (shipped / "targets.csv").write_text(
        "indicator_id,unit_code,target_pct\nx,A,90\nx,B,80\nx,,70\n"
    )
    (shipped / "adjustments.csv").write_text("unit_code,indicator_id,points\nA,x,1\n")
    shutil.copy(shipped_reference() / "parameters.csv", shipped)
    monkeypatch.setattr("cds_pipeline.paths.shipped_reference", lambda: shipped)
    reference = load(own, units=units(unit.format("A")))
    assert column(reference, "targets", "unit_code") == ["A", None]
    assert "1 dòng" in reference.notes[0]
    assert reference.tables["adjustments"].num_rows == 0
    assert load(None).tables["adjustments"].num_rows == 1


def test_targets_read_vietnamese_numbers(tmp_path: Path) -> None:
    targets = 'indicator_id,target_pct,period_start\nx,"85,4",01/07/2023\ny,90%,\n'
    reference = load(tmp_path, targets=targets)
    assert column(reference, "targets", "target_pct") == [Decimal("85.4000"), Decimal("90.0000")]
    assert column(reference, "targets", "period_start") == [date(2023, 7, 1), None]


def test_procedures_without_a_start_are_always_valid(tmp_path: Path) -> None:
    text = 'procedure_code,procedure_name,has_fee,legal_max_days\n1.000001,Cấp Bản sao,có,"0,5"\n'
    row = load(tmp_path, procedures=text).tables["procedures"].to_pylist()[0]
    assert (row["valid_from"], row["name_key"]) == (date(1900, 1, 1), "cấp bản sao")
    assert (row["has_fee"], row["legal_max_days"]) == (True, 1)


@pytest.mark.parametrize(
    ("name", "text", "line", "value"),
    [
        ("units", "", None, ""),
        ("units", "unit_code,unit_name\nH99,Tỉnh\n", 1, "unit_level, valid_from"),
        ("units", units(",,Tỉnh A,province,,99,2023-01-01,"), 2, ""),
        ("units", units("H99,,Tỉnh A,tinh,,99,2023-01-01,"), 2, "tinh"),
        ("units", units("H99,,Tỉnh A,province,,99,01-2023,"), 2, "01-2023"),
        ("units", units("H99,,Tỉnh A,province,,99,31/02/2023,"), 2, "31/02/2023"),
        ("units", units("H99,,Tỉnh A,province,,99,2023-01-01,2023-01-01"), 2, "H99"),
        ("units", units("H99.1,,Xã A,commune,H99,99,2023-01-01,"), 2, "H99"),
        ("units", units("H99,,Tỉnh A,province,H99,99,2023-01-01,"), 2, "H99"),
        (
            "units",
            units("H99,,Tỉnh A,province,,99,2020-01-01,", "h99,,Tỉnh A,province,,99,2023-01-01,"),
            3,
            "H99",
        ),
        ("units", units("H99,,Sở A, B,department,,99,2023-01-01,"), 2, None),
        ("targets", "indicator_id,unit_code,target_pct\nx,H99.9,90\n", 2, "H99.9"),
        ("targets", "indicator_id,target_pct\nx,chín mươi\n", 2, "chín mươi"),
        ("targets", "indicator_id,period_type,target_pct\nx,decade,90\n", 2, "decade"),
        ("workdays", "day,is_workday\n2023-01-01,1\n01/01/2023,0\n", 3, "2023-01-01"),
        ("workdays", "day,is_workday\n2023-01-01,maybe\n", 2, "maybe"),
        ("unit_lineage", "old_unit_code,new_unit_code,valid_from\nH02,H9,2024-01-01\n", 2, "H9"),
    ],
)
def test_what_cannot_be_used_is_refused_by_line(
    tmp_path: Path, name: str, text: str, line: int | None, value: str | None
) -> None:
    with pytest.raises(ReferenceDataError) as caught:
        load(tmp_path, **{name: text})
    error = caught.value
    assert error.file == tmp_path / f"{name}.csv"
    assert error.line == line
    assert value is None or error.value == value
    assert error.remedy in str(error)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes(
        units("H99,,Tỉnh A,province,,,2023-01-01,").encode("utf-16")
    )
    with pytest.raises(ReferenceDataError, match="UTF-8"):
        load(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="CDS_REFERENCE"):
        load(tmp_path / "nowhere")


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    row = "H99,,Tỉnh A,province,,99,2023-01-01,"
    first = load(tmp_path, units=units(row)).fingerprint
    assert load(tmp_path, units=units(row)).fingerprint == first
    assert load(tmp_path, units=units(row.replace("A", "B"))).fingerprint != first
