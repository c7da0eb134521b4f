"""One dossier of a message, field by field: what goes in, which columns come out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cds_pipeline.reading.dossier_message import flatten

if TYPE_CHECKING:
    from reading_world import Landing

DOSSIER: dict[str, Any] = {
    "MaHoSo": "000.19.29.H02-230825-0001",
    "MaTTHC": "1.005190",
    "MaDonViXuLy": "000.19.29.H02",
    "TrangThaiHoSo": 9,
    "KenhThucHien": "2",
    "LoaiDoiTuong": 1,
    "NgayTiepNhan": "20230825083000",
    "NgayHenTra": "",
    "NgayKetThucXuLy": "2023-08-27T02:00:00Z",
    "NgayCapNhat": "2023-08-25 17:00:00",
}


def read(landing: Landing, **fields: Any) -> dict[str, Any]:
    (row,) = landing.read("a.json", json.dumps([DOSSIER | fields]))[1]
    return row


def test_plain_fields(landing: Landing) -> None:
    row = read(landing, MaHoSoKhac="H02.19-1", NgayTra=20230828080000)
    assert row["dossier_code"] == "000.19.29.H02-230825-0001"
    assert row["unit_code"] == row["unit_code_prefix"] == "H02.29.19"
    assert (row["other_dossier_code"], row["status"], row["channel"]) == ("H02.19-1", 9, 2)
    assert (str(row["finished_at"]), str(row["returned_at"])) == (
        "2023-08-27 09:00:00",
        "2023-08-28 08:00:00",
    )
    assert "broken_rules" not in row
    assert row["warnings"] == "due_at_missing"


@pytest.mark.parametrize("channel", [None, "", 1, "1", 1.0])
def test_a_blank_channel_counts_as_1(landing: Landing, channel: object) -> None:
    assert read(landing, KenhThucHien=channel)["channel"] == 1


def test_local_procedure_code_keeps_root_and_copy(landing: Landing) -> None:
    row = read(landing, MaTTHC="1.002835.000.00.00.H56")
    assert row["procedure_code"] == "1.002835"
    assert row["procedure_code_local"] == "1.002835.000.00.00.H56"


COMPONENTS = ["components", "components_digitized", "components_reused", "components_from_store"]


@pytest.mark.parametrize(
    ("files", "counts"),
    [
        (None, (0, None, 0, 0)),
        ([], (0, None, 0, 0)),
        ([{}], (1, None, None, None)),
        ([{"DuocSoHoa": 1}, {"DuocSoHoa": "0"}, {}], (3, 1, None, None)),
        ([{"DuocSoHoa": True}, {"DuocSoHoa": "False"}], (2, 1, None, None)),
        ([{"DuocTaiSuDung": n} for n in (0, 1, "2", "1")], (4, None, 3, None)),
        ([{"DuocLayTuKhoDMQG": 1}, {"DuocLayTuKhoDMQG": 0}], (2, None, None, 1)),
        ([{"DuongDanTaiTepTin": "u/1##u/2##u/3", "DuocSoHoa": 1}], (3, 3, None, None)),
        ([{"TepDinhKemId": "1##2", "DuocSoHoa": "1##0"}], (2, 1, None, None)),
        ([{"TepDinhKemId": "1##", "TenTepDinhKem": "a"}], (1, None, None, None)),
    ],
)
def test_components_are_counted_file_by_file(files: Any, counts: tuple[int | None, ...]) -> None:
    row = flatten(DOSSIER | {"TaiLieuNop": files})
    assert [row.get(name) for name in COMPONENTS] == [
        None if count is None else str(count) for count in counts
    ]


@pytest.mark.parametrize("flag", [False, "0", "False", "false", 0, None, ""])
def test_live_files(flag: object) -> None:
    assert flatten({"TaiLieuNop": [{"IsDeleted": flag}]})["components"] == "1"


@pytest.mark.parametrize("flag", [True, "1", "True", "true", 1])
def test_deleted_files_do_not_count(flag: object) -> None:
    row = flatten({"TaiLieuNop": [{"IsDeleted": flag, "DuocSoHoa": 1}]})
    assert (row["components"], row["components_digitized"]) == ("0", None)


@pytest.mark.parametrize(
    ("files", "flag", "digitized", "warns"),
    [
        ([{"DuocSoHoa": 1}], None, True, False),
        ([{"DuocSoHoa": 1}], "False", True, True),
        ([{"DuocSoHoa": 0}], "1", False, True),
        ([{"DuocSoHoa": 0}], 0, False, False),
        ([{}], 1, True, False),
        ([{"IsDeleted": 1, "DuocSoHoa": 0}], "True", True, False),
        (None, True, True, False),
        (None, None, None, False),
    ],
)  # fmt: skip
def test_live_files_decide_digitization_else_the_flag(
    landing: Landing, files: Any, flag: Any, digitized: bool | None, warns: bool
) -> None:
    row = read(landing, TaiLieuNop=files, HoSoCoThanhPhanSoHoa=flag)
    assert row.get("has_digitized_component") is digitized
    assert ("digitized_flag_contradicts" in row["warnings"]) is warns


@pytest.mark.parametrize(
    ("results", "count", "electronic"),
    [
        (None, 0, False),
        ([], 0, False),
        ([{"MaGiayToKetQua": "KQ1", "DuongDanTepTinKetQua": "https://x/1"}], 1, True),
        ([{"MaGiayToKetQua": "KQ1"}], 1, False),
        ([{"MaGiayToKetQua": " ", "DuongDanTepTinKetQua": "https://x/1"}], 1, False),
        ([{"MaGiayToKetQua": "K"}, {"DuongDanTepTinKetQua": "https://x/1##https://x/2"}], 3, False),
    ],
)
def test_electronic_result_needs_code_and_link(
    landing: Landing, results: Any, count: int | None, electronic: bool
) -> None:
    row = read(landing, DanhSachGiayToKetQua=results)
    assert (row.get("results"), row["has_e_result"]) == (count, electronic)


def test_result_that_is_a_component_sent_again(landing: Landing) -> None:
    row = read(
        landing,
        TaiLieuNop=[{"DuongDanTaiTepTin": "https://x/1##https://x/2"}],
        DanhSachGiayToKetQua=[{"DuongDanTepTinKetQua": "https://x/2"}],
    )
    assert row["result_equals_component"] is True
    assert "result_equals_component" in row["warnings"]
    assert not [value for value in row.values() if "https" in str(value)]


@pytest.mark.parametrize(
    ("prices", "total"),
    [
        ([50000, "20000"], "70000.00"),
        (["50.000", "1.250.000"], "1300000.00"),
        (["50000.00", 0.5], "50000.50"),
        ([0, None], "0.00"),
        ([], "0.00"),
    ],
)
def test_fees_add_up(landing: Landing, prices: list[Any], total: str) -> None:
    row = read(landing, DanhSachLePhi=[{"Gia": price} for price in prices])
    assert str(row["fee_total"]) == total


@pytest.mark.parametrize(("price", "rule"), [("x", "fee_unreadable"), (-5, "fee_negative")])
def test_bad_fees_warn(landing: Landing, price: object, rule: str) -> None:
    row = read(landing, DanhSachLePhi=[{"Gia": 1000}, {"Gia": price}])
    assert "fee_total" not in row
    assert row["warnings"] == f"due_at_missing {rule}"


def test_supplements_wait_from_request_to_completion(landing: Landing) -> None:
    row = read(
        landing,
        DanhSachHoSoBoSung=[
            {"NgayBoSung": "20230825100000", "NgayTiepNhanBoSung": "2023-08-26 10:00:00"},
            {"NgayBoSung": "26/08/2023 11:00", "NgayTiepNhanBoSung": "26/08/2023 10:00"},
            {"NgayBoSung": "27/08/2023 09:00:00", "NgayTiepNhanBoSung": ""},
        ],
    )
    assert [row[f"supplement_{n}"] for n in ("requests", "open_requests", "seconds")] == [
        3,
        1,
        86400,
    ]
    assert "finished_while_waiting" in row["warnings"]


@pytest.mark.parametrize(
    ("status", "finished", "completed", "waiting"),
    [
        (9, "20230826100000", "", True),  # still waiting
        (9, "20230825100000", "20230826100000", True),  # ended at the very request
        (9, "20230825", "20230826100000", True),
        (9, "20230827100000", "20230826100000", False),
        (4, "", "", False),
    ],
)
def test_finished_while_the_local_system_waits(
    landing: Landing, status: int, finished: str, completed: str, waiting: bool
) -> None:
    asked = {"NgayBoSung": "20230825100000", "NgayTiepNhanBoSung": completed}
    row = read(landing, TrangThaiHoSo=status, NgayKetThucXuLy=finished, DanhSachHoSoBoSung=[asked])
    assert ("finished_while_waiting" in row["warnings"]) is waiting


@pytest.mark.parametrize(
    ("paid", "methods", "contradicts"),
    [
        (1, ["Tiền mặt"], True),
        (2, [1, "1"], True),
        (1, [1, 2], False),
        (1, ["", None], False),
        (1, ["chuyển khoản"], False),
        (0, ["tiền mặt"], False),
        (3, ["tiền mặt"], False),
    ],
)
def test_cash_said_to_be_paid_online(
    landing: Landing, paid: int, methods: list[Any], contradicts: bool
) -> None:
    fees = [{"Gia": 1000, "HinhThucThu": method} for method in methods]
    row = read(landing, DuocThanhToanTrucTuyen=paid, DanhSachLePhi=fees)
    assert ("payment_method_contradicts" in row["warnings"]) is contradicts


@pytest.mark.parametrize(
    ("databases", "account", "used"),
    [
        ([{"MaCSDL": "CSDLDC"}], 0, True),
        ([{"MaCSDL": "CSDL_DAT_DAI"}], "True", True),
        ([{"MaCSDL": "CSDL_DAT_DAI"}], 0, False),
        (None, 1, True),
        (None, "0", False),
        (None, None, None),
    ],
)
def test_population_data_by_account_or_database(
    landing: Landing, databases: Any, account: Any, used: bool | None
) -> None:
    row = read(landing, DSKetNoiCSDL=databases, TaiKhoanDuocXacThucVoiVNeID=account)
    assert row.get("uses_population_data") is used


@pytest.mark.parametrize(
    ("number", "sentinel"),
    [("000000001", True), ("111111111", True), ("000000000000", True), ("123456789", True),
     ("024085012345", False), ("", None), (None, None)],
)  # fmt: skip
def test_placeholder_identity_is_seen_and_forgotten(
    landing: Landing, number: str | None, sentinel: bool | None
) -> None:
    for fields in ({"SoGiayToChuHoSo": number}, {"DinhDanhCHS": [{"SoDinhDanh": number}]}):
        row = read(landing, **fields)
        assert row.get("has_sentinel_identity") is sentinel
        assert not number or number not in str(row.values())


@pytest.mark.parametrize("value", [[], {}, {"a": 1}])
def test_a_list_where_a_code_should_be(landing: Landing, value: object) -> None:
    row = read(landing, MaHoSo=value, TrangThaiHoSo=value)
    assert row["broken_rules"] == "dossier_code_damaged status_unknown"
