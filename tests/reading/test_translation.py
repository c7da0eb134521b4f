"""Exports of a vendor with headings, codes, dates and numbers of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cds_pipeline.settings import Settings

if TYPE_CHECKING:
    from reading_world import Landing

MAPPING = """sources:
  vendor:
    headings:
      "Mã HS": dossier_code
      "Ngày TN": received_at
      "Ngày HT": due_at
      "Tình hình": status
      "Số tệp": components
      "Ngày trả": ignore
      "maHoSoRieng": dossier_code
    codes:
      status: {"Hoàn tất": 9, "5": 4}
      channel: {"Web": 2}
      payment: {"Đã chuyển khoản": 2}
      flag: {"Đã SH": 1}
    date_order: month_first
    numbers: en
"""


@pytest.fixture
def vendor(landing: Landing) -> Landing:
    reference = landing.folder.parent / "reference"
    reference.mkdir()
    (reference / "source_mappings.yml").write_text(MAPPING, encoding="utf-8")
    home = landing.settings.home
    landing.settings = Settings(home=home, reference=reference, _env_file=None)
    return landing


CSV = (
    "Mã HS,Mã TTHC,Ngày TN,Ngày HT,Tình hình,Kênh thực hiện,Số tệp,Số hóa thành phần hồ sơ,"
    "Thanh toán trực tuyến,Lệ phí,Ngày trả\n"
    'H02.19-1,1.005190,08/25/2023 08:30:00,8-30-2023,Hoàn tất,web,"1,200",Đã SH,'
    'đã chuyển khoản,"50,000.50",hôm qua\n'
    "H02.19-2,1.005190,2023-08-25,25/08/2023,5,1,3,không,0,1.000,\n"
)


def test_a_declared_export_reads_like_a_standard_one(vendor: Landing) -> None:
    outcome, rows = vendor.read("vendor/a.csv", CSV)
    assert outcome.status == "accepted"
    assert outcome.unknown_headings == ()
    first, second = rows
    assert (str(first["received_at"]), str(first["due_at"])) == (
        "2023-08-25 08:30:00",
        "2023-08-30 00:00:00",
    )
    names = ("status", "channel", "components", "has_digitized_component", "online_payment")
    assert [first[n] for n in names] == [9, 2, 1200, True, True]
    assert (str(first["fee_total"]), str(second["fee_total"])) == ("50000.50", "1.00")
    assert second["status"] == 4  # declared codes win over the standard ones
    assert second["warnings"] == "due_at_unreadable"  # 25 is no month, and nothing is guessed
    assert set(outcome.declarations_used or ()) >= {
        "headings/mã hs", "codes/status/hoàn tất", "codes/flag/đã sh", "date_order", "numbers",
    }  # fmt: skip
    assert "headings/mahosorieng" not in (outcome.declarations_used or ())


def test_another_source_is_read_as_ever(vendor: Landing) -> None:
    outcome, _rows = vendor.read("other/a.csv", CSV)
    assert outcome.status == "refused"
    assert outcome.declarations_used is None
    assert "Mã hồ sơ" in str(outcome.message)


def test_a_table_that_lost_the_declared_headings_says_that_nothing_matched(vendor: Landing) -> None:
    outcome, _rows = vendor.read("vendor/a.csv", "Mã,Mã TTHC,Ngày tiếp nhận,Trạng thái\n1,2,3,4\n")
    assert (outcome.status, outcome.declarations_used) == ("refused", ())


def test_messages_too(vendor: Landing) -> None:
    dossier: dict[str, Any] = {
        "maHoSoRieng": "H02.19-1", "MaTTHC": "1.005190", "TrangThaiHoSo": "Hoàn tất",
        "NgayTiepNhan": "08/25/2023", "NgayHenTra": "20230830000000",
        "DanhSachLePhi": [{"Gia": "50.000"}],
        "DanhSachHoSoBoSung": [{"NgayBoSung": "08/26/2023", "NgayTiepNhanBoSung": "08/27/2023"}],
    }  # fmt: skip
    _outcome, (row,) = vendor.read("vendor/a.json", json.dumps({"data": [dossier]}))
    assert row["dossier_code"] == "H02.19-1"
    assert str(row["received_at"]) == "2023-08-25 00:00:00"
    assert (row["status"], row["supplement_seconds"], str(row["fee_total"])) == (
        9,
        86400,
        "50000.00",
    )
