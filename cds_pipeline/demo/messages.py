"""Synchronisation messages (``DongBoHoSoMC``) as JSON.

Belongs here: the fields of a message, personal ones fictitious. Does not belong here: cell texts
(``spelling``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import polars as pl

    from cds_pipeline.demo.exporters import Exporter

_LINKS = "https://mo-phong.invalid/tep"
_NOT_DELETED: tuple[Any, ...] = ("False", "0", False)


def message_bytes(cells: pl.DataFrame, export: Exporter, *, is_first: bool) -> bytes:
    """One file of messages.

    Args:
        cells: from ``spelling.spell``, the rows of one file in order.
        export: the exporter; decides envelope, bare list or one dossier a line.
        is_first: the delivery of the backlog (``isUpdating`` false).

    Returns:
        The file's bytes.
    """
    dossiers = [_dossier(row) for row in cells.iter_rows(named=True)]
    if export.format == "ndjson":
        return b"".join(orjson.dumps(dossier) + b"\n" for dossier in dossiers)
    if export.format == "list":
        return orjson.dumps(dossiers)
    return orjson.dumps(
        {"service": "DongBoHoSoMC", "isUpdating": str(not is_first), "data": dossiers}
    )


def _dossier(row: dict[str, Any]) -> dict[str, Any]:
    """One dossier with the fields of CONTRACT.md section 1.1."""
    serial: int = row["serial"]
    # Some sources send codes as numbers, some as texts.
    status = row["status"] or ""
    is_number = serial % 2 == 0 and status.isdigit()
    flag = row["has_digitized_component"] == "1"
    return {
        "MaHoSo": row["dossier_code"],
        "MaTTHC": row["procedure_code"],
        "TenTTHC": row["procedure_name"],
        "TenLinhVuc": row["field_name"],
        "KenhThucHien": row["channel"],
        "ChuHoSo": row["applicant"],
        "LoaiDoiTuong": row["applicant_kind"],
        "SoGiayToChuHoSo": "000000001" if serial % 401 == 0 else f"MO-PHONG-{serial:06d}",
        "Email": f"nguoi.nop.{serial}@mo-phong.invalid",
        "SoDienThoai": "0000000000",
        "TrichYeuHoSo": "Hồ sơ mô phỏng, không có thật",
        "NgayNopHoSo": row["submitted_at"],
        "NgayTiepNhan": row["received_at"] or "",
        "NgayHenTra": row["due_at"] or "",
        "NgayKetThucXuLy": row["finished_at"],
        "NgayTra": row["returned_at"],
        "NgayTuChoi": row["finished_at"] if status == "3" else None,
        "TrangThaiHoSo": int(status) if is_number else status,
        "HinhThuc": "1",
        "DonViXuLy": row["unit_name"],
        "MaDonViXuLy": row["unit_code"],
        "MaDonViTiepNhan": row["reporting_unit"],
        # The flag of one source in a few is wrong; the component files decide.
        "HoSoCoThanhPhanSoHoa": int(flag != (serial % 251 == 0)),
        "TaiKhoanDuocXacThucVoiVNeID": int(row["vneid"]),
        "DuocThanhToanTrucTuyen": row["payment"],
        "NgayCapNhat": row["updated_at"],
        "DinhDanhCHS": [{"LoaiDinhDanh": 1, "SoDinhDanh": f"MO-PHONG-{serial:06d}"}],
        "DSKetNoiCSDL": [{"MaCSDL": "CSDLDC"}] if row["vneid"] == "1" else [],
        "TaiLieuNop": _components(row, serial),
        "DanhSachGiayToKetQua": _results(row, serial),
        "DanhSachLePhi": _fees(row),
        "DanhSachHoSoBoSung": _supplements(row, serial),
    }


def _components(row: dict[str, Any], serial: int) -> list[dict[str, Any]]:
    """Component files: the first are digitized, the last reused; a few deleted ones beside."""
    count = row["components"]
    digitized, reused = row["components_digitized"], row["components_reused"]
    files = [
        {
            "TepDinhKemId": f"{serial}-{number}",
            "TenTepDinhKem": f"mo-phong-{serial}-{number}.pdf",
            "IsDeleted": _NOT_DELETED[(serial + number) % 3],
            "MaThanhPhanHoSo": f"KQ{number:03d}",
            "DuongDanTaiTepTin": f"{_LINKS}/{serial}/{number}.pdf",
            "DuocSoHoa": int(number < digitized),
            "DuocTaiSuDung": (1 + serial % 2) * int(number >= count - reused),
            "DuocLayTuKhoDMQG": int(number < row["components_from_store"]),
            "MaKetQuaThayThe": "",
        }
        for number in range(count)
    ]
    if serial % 17 == 0:
        files.append(
            {**files[0], "TepDinhKemId": f"{serial}-x", "IsDeleted": "True", "DuocSoHoa": 1}
        )
    return files


def _results(row: dict[str, Any], serial: int) -> list[dict[str, Any]]:
    """Result papers: with code and link where the result is electronic."""
    if row["has_e_result"] != "1":
        return []
    link = f"{_LINKS}/{serial}/ket-qua.pdf"
    if serial % 331 == 0:
        link = f"{_LINKS}/{serial}/0.pdf"
    elif serial % 53 == 0:
        link = f"{link}##{_LINKS}/{serial}/phu-luc.pdf"
    return [
        {
            "TenGiayTo": f"Kết quả mô phỏng {serial}",
            "MaThanhPhanHoSo": "KQ900",
            "GiayToId": f"{serial}-kq",
            "DuongDanTepTinKetQua": link,
            "MaGiayToKetQua": f"KQ.H02.{serial:06d}",
        }
    ]


def _fees(row: dict[str, Any]) -> list[dict[str, Any]]:
    if not row["fee"]:
        return []
    return [
        {
            "TenPhiLePhi": "Lệ phí",
            "MaPhiLePhi": "LP01",
            "HinhThucThu": 2 if row["payment"] in (1, 2) else 1,
            "Gia": row["fee"],
            "LoaiPhiLePhi": 1,
        }
    ]


def _supplements(row: dict[str, Any], serial: int) -> list[dict[str, Any]]:
    if row["supplement_from"] is None:
        return []
    return [
        {
            "HoSoBoSungId": f"{serial}-bs",
            "NguoiYeuCauBoSung": "Cán bộ @mô phỏng",
            "NoiDungBoSung": "Bổ sung giấy tờ (mô phỏng)",
            "NgayBoSung": row["supplement_from"],
            "NgayTiepNhanBoSung": row["supplement_to"],
            "TrangThaiBoSung": 1,
        }
    ]
