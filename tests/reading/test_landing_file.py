"""Files that are refused for what they are as files, and personal data that goes nowhere."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any

import pytest
from reading_world import GOOD, HEADINGS, as_csv

from cds_pipeline.reading import file_reader, read_file
from cds_pipeline.reading.canonical import to_lake

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl
    from reading_world import Landing

CSV = as_csv([GOOD])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.csv.part", "ghi dở"),
        ("a.csv.tmp", "ghi dở"),
        ("~$a.xlsx", "ghi dở"),
        ("a.txt", "“.txt”"),
        ("a.xlsm", "“.xlsm”"),
        ("a", "Đuôi tệp"),
        ("a.json", "không phải JSON"),
        ("portal/a.csv", "Thư mục portal chỉ nhận"),
        ("x/petition/a.csv", "phản ánh"),
        ("investment/y/a.csv", "đầu tư"),
    ],
)
def test_files_refused_for_their_name(
    refusal: Callable[[str, str], str], name: str, says: str
) -> None:
    assert says in refusal(name, CSV)


def test_json_in_a_csv_is_refused(refusal: Callable[[str, str], str]) -> None:
    assert "nội dung là JSON" in refusal("a.csv", json.dumps([{"MaHoSo": "x"}]))


def test_other_kinds_are_named(landing: Landing) -> None:
    kinds = [landing.read(f"{n}/a.csv", CSV)[0].kind for n in ("portal", "petition", "investment")]
    assert kinds == ["portal", "petition", "investment"]


def test_a_symbolic_link_is_refused(landing: Landing) -> None:
    real = landing.put("real.csv", CSV)
    link = real.with_name("link.csv")
    link.symlink_to(real)
    ((outcome, _),) = landing.read_all(link)
    assert outcome.status == "refused"
    assert "Liên kết" in str(outcome.message)


@pytest.mark.parametrize("change", ["grow", "touch"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    landing: Landing, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = landing.put("a.csv", CSV)

    def changing(*arguments: Any) -> pl.DataFrame:
        if change == "grow":
            path.write_text(CSV + ",".join(GOOD) + "\n", encoding="utf-8")
        else:
            os.utime(path, ns=(1, 1))
        return to_lake(*arguments)

    monkeypatch.setattr(file_reader, "to_lake", changing)
    ((outcome, _),) = landing.read_all(path)
    assert outcome.status == "refused"
    assert "ghi dở" in str(outcome.message)


def test_source_system_is_the_parent_folder(landing: Landing) -> None:
    for name, source in (("a.csv", "default"), ("onestop/a.csv", "onestop")):
        assert landing.read(name, CSV)[1][0]["source_system"] == source


def test_read_file_writes_one_parquet_file(landing: Landing) -> None:
    path = landing.put("a.csv", CSV)
    target = landing.folder.parent / "one.parquet"
    outcome = read_file(path, landing.folder, target, landing.settings)
    assert (outcome.rows_read, outcome.rows_valid, target.exists()) == (1, 1, True)


SECRETS = ("Nguyễn Văn Bí Mật", "024085012345", "0912345678", "bimat@example.vn", "bi-mat.pdf")
NAME, IDENTITY, PHONE, MAIL, FILE = SECRETS
MESSAGE = {
    "MaHoSo": IDENTITY,
    "MaTTHC": NAME,
    "MaDonViXuLy": IDENTITY,
    "MaHoSoKhac": IDENTITY,
    "MaDonViTiepNhan": MAIL,
    "ChuHoSo": NAME,
    "SoGiayToChuHoSo": IDENTITY,
    "Email": MAIL,
    "SoDienThoai": PHONE,
    "TrichYeuHoSo": NAME,
    "GhiChu": PHONE,
    "TrangThaiHoSo": NAME,
    "KenhThucHien": PHONE,
    "NgayTiepNhan": NAME,
    "NgayHenTra": IDENTITY,
    "DinhDanhCHS": [{"SoDinhDanh": IDENTITY}],
    "TaiLieuNop": [{"TenTepDinhKem": FILE, "DuongDanTaiTepTin": f"https://x/{FILE}"}],
    "DanhSachGiayToKetQua": [{"TenGiayTo": NAME, "DuongDanTepTinKetQua": f"https://x/{FILE}"}],
    "DanhSachLePhi": [{"Gia": NAME}],
    "DanhSachHoSoBoSung": [{"NguoiYeuCauBoSung": NAME, "NoiDungBoSung": PHONE, "NgayBoSung": NAME}],
}
PERSONAL_HEADINGS = (*HEADINGS, "Chủ hồ sơ", "Số giấy tờ", "Lệ phí", IDENTITY, MAIL)
PERSONAL_ROW = (IDENTITY, NAME, NAME, PHONE, NAME, NAME, IDENTITY, NAME, PHONE, MAIL)
FILES = {
    "a.json": json.dumps({"data": [MESSAGE]}),
    "cut.json": json.dumps({"data": [MESSAGE]})[:-9],
    "a.ndjson": json.dumps(MESSAGE) + "\n" + json.dumps(MESSAGE)[:-9],
    "a.csv": as_csv([PERSONAL_ROW], PERSONAL_HEADINGS),
    "quote.csv": as_csv([(f'"{NAME}', *PERSONAL_ROW[1:])], PERSONAL_HEADINGS),
    "no_heading.csv": as_csv([PERSONAL_ROW] * 3, PERSONAL_ROW),
    "binary.csv": CSV + NAME + "\0",
    "bytes.csv": (CSV + NAME).encode() + b"\x8d\x8f",
}


@pytest.mark.parametrize("name", FILES)
def test_personal_data_goes_nowhere(
    landing: Landing, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    outcome, rows = landing.read(name, FILES[name])
    printed = capfd.readouterr()
    seen = [str(outcome), str(rows), caplog.text, printed.out, printed.err]
    stored = b"".join(p.read_bytes() for p in (landing.folder.parent / "lake").glob("*"))
    for secret in SECRETS:
        for form in (secret, secret.casefold(), secret.replace("-", "")):
            assert form not in "".join(seen)
            assert form.encode() not in stored
