"""Deliveries full of invented personal data, in every format, place and state of damage.

Every planted text holds one of :data:`TOKENS`; no file name does, and nothing of the project.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from reading_world import as_csv
from xls_file import xls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TOKENS = ("zhivago", "kwango", "73455")
NAME, IDENTITY, OLD_IDENTITY, PHONE = (
    "Zhivago Thị Kwango",
    "001099734551",
    "173455123",
    "0987734552",
)
MAIL, LINK = "kwango.zhivago@example.vn", "https://example.vn/tai-ve/kwango-734553.pdf"
ADDRESS, FREE = "Ngõ 73455 đường Zhivago", f"Ông {NAME}, CCCD {IDENTITY}, điện thoại {PHONE}"
VALUES = (
    NAME, IDENTITY, OLD_IDENTITY, PHONE, f"84{PHONE[1:]}", f"+84 {PHONE[1:]}", MAIL, LINK, ADDRESS, FREE,
    "don-cua-kwango.pdf", "KwangoZhivago", "Kwango", f"CCCD{IDENTITY}", f"CMND-{OLD_IDENTITY}",
    f"HS-{IDENTITY}", f"HS_{PHONE}", f"{NAME} - {IDENTITY}", "www.zhivago.example/1", f"'{IDENTITY}",
)  # fmt: skip
HEADINGS = (
    "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Mã đơn vị", "Đơn vị xử lý", "Đơn vị tiếp nhận", "Kênh tiếp nhận",
    "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Số hóa thành phần hồ sơ", "Số thành phần hồ sơ", "Lệ phí",
)  # fmt: skip
GOOD = (
    "D-1", "1.000001", "Đăng ký khai sinh", "T01.A.1", "Xã Hòa Lạc", "Xã Hòa Lạc", "1",
    "01/08/2023 08:00:00", "10/08/2023", "4", "có", "3", "50000",
)  # fmt: skip
PERSONAL_HEADINGS = (
    "Chủ hồ sơ", "Số CCCD", "Ngày sinh", "Địa chỉ", "Điện thoại", "Email", "Trích yếu", "Ghi chú",
    "Người nhận", "Cán bộ xử lý", "Tên tệp đính kèm", "Đường dẫn",
)  # fmt: skip
PERSONAL = (NAME, IDENTITY, "17/3/1973", ADDRESS, PHONE, MAIL, FREE, FREE, NAME, NAME, "don-cua-kwango.pdf", LINK)  # fmt: skip
DAY = "2023-08-25"


def rows() -> Iterator[list[str]]:
    """Good rows, every value in every column, and rows shifted by one to five cells."""
    for number in range(3):
        yield [f"D-{number}", *GOOD[1:], *PERSONAL]
    for place in range(len(HEADINGS)):
        for number, value in enumerate(VALUES):
            row = [f"D-{place:03d}-{number:03d}", *GOOD[1:], *PERSONAL]
            row[place] = value
            yield row
    for shift in range(1, 6):
        yield [*PERSONAL[:shift], *GOOD, *PERSONAL]
        yield [*GOOD[shift:], *PERSONAL]
        yield [*PERSONAL, *GOOD, *PERSONAL]


def table() -> list[list[str]]:
    width = len(HEADINGS) + len(PERSONAL)
    return [[*HEADINGS, *PERSONAL_HEADINGS], *((row + [""] * width)[:width] for row in rows())]


def message(number: int, **replaced: Any) -> dict[str, Any]:
    """A dossier with something personal in every field marked personal, and in every nested one."""
    return {
        "MaHoSo": f"T01.A.1-230801-{number:04d}", "MaTTHC": "1.000001", "MaDonViXuLy": "T01.A.1",
        "NgayTiepNhan": "20230801080000", "NgayHenTra": "20230810000000", "TrangThaiHoSo": "4",
        "ChuHoSo": NAME, "MaDoiTuong": IDENTITY, "SoGiayToChuHoSo": IDENTITY, "Email": MAIL, "Fax": PHONE,
        "SoDienThoai": PHONE, "ThongTinKhac": FREE, "TrichYeuHoSo": FREE, "GhiChu": FREE, "ThongTinTra": FREE,
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": IDENTITY}],
        "TaiLieuNop": [{"TepDinhKemId": "1", "TenTepDinhKem": f"{NAME}.pdf", "IsDeleted": False,
                        "DuongDanTaiTepTin": LINK, "DuocSoHoa": 1}],
        "DanhSachGiayToKetQua": [{"TenGiayTo": NAME, "MaGiayToKetQua": "K1", "DuongDanTepTinKetQua": LINK}],
        "DanhSachHoSoBoSung": [{"HoSoBoSungId": "1", "NguoiYeuCauBoSung": NAME, "NoiDungBoSung": FREE}],
        "DanhSachLePhi": [{"TenPhiLePhi": NAME, "Gia": IDENTITY}],
        "NgaySinhCuaToi": FREE, NAME: NAME,
        **replaced,
    }  # fmt: skip


def messages() -> list[dict[str, Any]]:
    fields = ("MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaDonViXuLy", "DonViXuLy", "NoiNopHoSo",
              "NgayTiepNhan", "TrangThaiHoSo", "KenhThucHien", "NgayCapNhat", "HinhThuc")  # fmt: skip
    broken = [{field: value} for field in fields for value in (*VALUES, [NAME], {NAME: NAME})]
    return [message(number, **change) for number, change in enumerate([{}, {}, *broken])]


def _envelope(**more: Any) -> str:
    return json.dumps({"service": "DongBoHoSoMC", "data": messages(), **more}, ensure_ascii=False)


def _workbook(sheet_rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(sheet_rows):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _open_document(sheet_rows: Sequence[Sequence[str]]) -> bytes:
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in sheet_rows
    )
    xml = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="{NAME}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": xml.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def _parquet() -> bytes:
    heading, *body = table()
    stream = io.BytesIO()
    pq.write_table(pa.table({name: [r[i] for r in body] for i, name in enumerate(heading)}), stream)
    return stream.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def whole_files() -> dict[str, bytes]:
    """A delivery of every format."""
    heading, *body = table()
    csv_text = as_csv([[f'"{cell}"' for cell in row] for row in body], heading)
    ragged = as_csv([[f'"{cell}"' for cell in row] for row in rows()], heading)
    lines = "\n".join(json.dumps(m, ensure_ascii=False) for m in messages())
    return {
        "a.csv": csv_text.encode(),
        "ragged.csv": ragged.encode(),
        "careful.csv": csv_text.replace(FREE, f"{FREE}\n{NAME}").encode(),
        "a.tsv": csv_text.replace(",", "\t").encode("utf-16"),
        "a.json": _envelope().encode(),
        "a.ndjson": f'{lines}\n{{"ChuHoSo": "{NAME}", \n{NAME}\n'.encode(),
        "a.xlsx": _workbook([heading, *body]),
        "a.xls": xls([heading, *body[:30]]),
        "a.ods": _open_document([heading, *body]),
        "a.parquet": _parquet(),
        "a.csv.gz": gzip.compress(csv_text.encode()),
        "a.zip": _zip({"x.csv": csv_text.encode(), "y.pdf": NAME.encode(), "z.json": b'{"ChuHoSo": "Kwango'}),
    }  # fmt: skip


def broken_files() -> dict[str, bytes]:
    """The same, each damaged so that it is refused or nearly so."""
    whole = whole_files()
    people = as_csv([PERSONAL] * 5, [f"{NAME} {n}" for n in range(len(PERSONAL))])
    return {
        "b1.csv": as_csv(rows(), PERSONAL).encode(),
        "b2.csv": people.encode(),
        "b3.csv": whole["a.csv"].replace(b'"D-1"', b'"D-1'),
        "b4.csv": whole["a.csv"] + b"\xff\xfe\x00" + NAME.encode(),
        "b5.csv": as_csv([[*GOOD, *PERSONAL]], [*HEADINGS, *PERSONAL[:5], *PERSONAL_HEADINGS[5:]]).encode(),
        "b6.csv": f"{NAME};{IDENTITY}\n".encode() + whole["a.csv"],
        "b7.csv": whole["a.csv"].replace(b",", b"^"),
        "b8.csv": whole["a.csv"].replace("Trạng thái".encode(), NAME.encode()),
        "b1.json": whole["a.json"][:-200],
        "b2.json": _envelope(service=f"{NAME} {IDENTITY}").encode(),
        "b3.json": json.dumps({"data": NAME, "service": "DongBoHoSoMC"}).encode(),
        "b4.json": json.dumps({NAME: [IDENTITY]}).encode(),
        "b5.json": whole["a.json"] + NAME.encode(),
        "b1.xlsx": whole["a.xlsx"][:-300],
        "b2.xlsx": _workbook([PERSONAL] * 5),
        "b3.xlsx": whole["a.csv"],
        "b1.xls": f"<html><table><tr><td>{NAME}</td></tr></table></html>".encode(),
        "b2.xls": whole["a.xls"][:4000],
        "b1.ods": whole["a.ods"][:-60],
        "b1.parquet": whole["a.parquet"][:-50],
        "b1.csv.gz": whole["a.csv.gz"][:-40],
        "b1.zip": whole["a.zip"][:-30],
        "b1.txt": NAME.encode(),
        "b1.csv.part": NAME.encode(),
        "petition/p.csv": people.encode(),
    }  # fmt: skip


def deliver(home: Path) -> int:
    """Put all of it into a landing zone; returns how many files that are."""
    files = {**whole_files(), **broken_files()}
    for name, content in files.items():
        path = home / "landing" / DAY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)
