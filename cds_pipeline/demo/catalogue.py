"""What the synthetic dossiers are about: units, procedures and working days of 2023.

Belongs here: choosing from the shipped reference tables. Does not belong here: dossiers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from cds_pipeline import paths
from cds_pipeline.reference.load import load_reference
from cds_pipeline.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_DAY = date(2023, 1, 3)
LAST_DAY = date(2023, 8, 25)
FIRST_DELIVERY = date(2023, 6, 1)

# Everyday procedures of a commune's one-stop department with an assumed weight, working days
# promised and fee in VND; all are in the catalogue.
_COMMUNE_PROCEDURES = (
    ("2.000815", 34, 0, 8_000), ("2.000884", 8, 0, 10_000), ("1.001193", 11, 1, 0),
    ("1.004873", 9, 3, 15_000), ("2.000635", 12, 1, 8_000), ("1.000656", 5, 1, 0),
    ("1.000894", 5, 1, 0), ("1.004859", 4, 3, 15_000), ("1.004884", 3, 5, 8_000),
    ("2.001035", 3, 2, 50_000), ("1.004746", 1, 5, 30_000), ("1.012812", 1, 30, 0),
    ("2.000908", 2, 1, 0), ("1.013947", 2, 10, 0),
)  # fmt: skip
# Fields of the catalogue a department decides on; the assumed structure of 2023.
_DISTRICT_FIELDS = (
    "Đất đai", "Hộ tịch", "Chứng thực", "Hoạt động xây dựng",
    "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)",
)  # fmt: skip
_DEPARTMENT_FIELDS: dict[str, tuple[str, ...]] = {
    "H02.S02": ("Thi đua – Khen thưởng", "Tổ chức, cán bộ"),
    "H02.S03": ("Lý lịch tư pháp", "Luật sư", "Công chứng", "Hộ tịch"),
    "H02.S04": ("Thành lập và hoạt động của doanh nghiệp", "Đầu tư tại Việt nam"),
    "H02.S05": ("Quản lý công sản", "Quản lý giá"),
    "H02.S06": ("Quản lý chất lượng sản phẩm, hàng hoá",),
    "H02.S07": ("Thú y", "Trồng trọt và Bảo vệ thực vật", "Thủy sản"),
    "H02.S08": ("Đường bộ", "Sát hạch, cấp giấy phép lái xe"),
    "H02.S09": ("Hoạt động xây dựng", "Nhà ở và công sở"),
    "H02.S10": ("Đất đai", "Môi trường", "Đăng ký biện pháp bảo đảm"),
    "H02.S11": ("Đảm bảo an toàn thông tin, an ninh mạng",),
    "H02.S12": ("Người có công", "Chính sách"),
    "H02.S14": ("Khoa học và Công nghệ", "Khoa học công nghệ"),
    "H02.S20": ("Quản lý nhà nước về khu công nghiệp, khu kinh tế", "Đầu tư tại Việt nam"),
}
_OTHER_FIELDS = ("Khiếu nại, tố cáo", "Tổng hợp", "Thi đua – Khen thưởng")
_PROMISED_DAYS = (1, 3, 5, 7, 10, 15)
_FEES = (0, 0, 15_000, 50_000, 150_000, 1_200_000)
_PER_FIELD = 8


@dataclass(frozen=True)
class Catalogue:
    """What dossiers are drawn from.

    Attributes:
        units: districts, departments and communes in force, with ``reporting_unit``: the
            district or department whose export carries the unit's dossiers.
        procedures: ``kind, procedure_code, procedure_name, field_name, weight, promised_days,
            fee``; kind is ``commune``, ``district`` or a department's code.
        workdays: the working days of 2023 from the first one, as days since 1970.
        names: unit names by code.
    """

    units: pl.DataFrame
    procedures: pl.DataFrame
    workdays: NDArray[np.int64]
    names: dict[str, str]


def load_catalogue() -> Catalogue:
    """The shipped reference tables, as the demo uses them whatever ``CDS_REFERENCE`` says."""
    tables = load_reference(Settings(reference=paths.shipped_reference())).tables
    reference = {name: pl.DataFrame(pl.from_arrow(tables[name])) for name in tables}
    units = (
        reference["units"]
        .filter(
            (pl.col("valid_from") <= LAST_DAY)
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") > LAST_DAY))
            & (pl.col("unit_level") != "province")
        )
        .with_columns(
            reporting_unit=pl.when(pl.col("unit_level") == "commune")
            .then(pl.col("parent_unit_code"))
            .otherwise(pl.col("unit_code"))
        )
        .sort("unit_code")
    )
    days = reference["workdays"].filter(
        pl.col("is_workday") & pl.col("day").is_between(FIRST_DAY, date(2023, 12, 31))
    )
    return Catalogue(
        units.select("unit_code", "unit_name", "unit_level", "reporting_unit"),
        _procedures(reference["procedures"]),
        days["day"].sort().cast(pl.Int32).cast(pl.Int64).to_numpy(),
        dict(units.select("unit_code", "unit_name").iter_rows()),
    )


def _procedures(listed: pl.DataFrame) -> pl.DataFrame:
    """The procedures each kind of unit receives."""
    commune = pl.DataFrame(
        _COMMUNE_PROCEDURES,
        schema=["procedure_code", "weight", "promised_days", "fee"],
        orient="row",
    ).select(pl.lit("commune").alias("kind"), "procedure_code", "weight", "promised_days", "fee")
    departments = [f"H02.S{number:02d}" for number in range(1, 21)]
    fields = {"district": _DISTRICT_FIELDS} | {
        code: _DEPARTMENT_FIELDS.get(code, _OTHER_FIELDS) for code in departments
    }
    chosen = [commune, *(_from_fields(listed, kind, names) for kind, names in fields.items())]
    return pl.concat(chosen).join(
        listed.select("procedure_code", "procedure_name", "field_name"), on="procedure_code"
    )


def _from_fields(listed: pl.DataFrame, kind: str, fields: tuple[str, ...]) -> pl.DataFrame:
    """A few procedures of each field; weights, promised days and fees follow from their place."""
    rows = []
    for field in fields:
        codes = listed.filter(pl.col("field_name") == field)["procedure_code"].sort()
        for place, code in enumerate(codes.head(_PER_FIELD)):
            days, fee = _PROMISED_DAYS[(place * 5 + 2) % 6], _FEES[(place * 5 + len(field)) % 6]
            rows.append((kind, code, _PER_FIELD - place, days, fee))
    return pl.DataFrame(
        rows, schema=["kind", "procedure_code", "weight", "promised_days", "fee"], orient="row"
    )
