"""One-stop exports as delimited text.

Belongs here: headings of flat exports and CSV or TSV bytes. Does not belong here: cell texts
(``spelling``), workbooks.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from cds_pipeline.demo.exporters import Exporter

# Headings of each column; exporters use the first, second … in turn.
HEADINGS: dict[str, tuple[str, ...]] = {
    "dossier_code": ("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ"),
    "procedure_code": ("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính"),
    "procedure_name": ("Tên TTHC", "Tên thủ tục hành chính", "Thủ tục hành chính"),
    "unit_code": ("Mã đơn vị", "Mã cơ quan", "Mã định danh"),
    "unit_name": ("Đơn vị giải quyết", "Cơ quan thực hiện", "Đơn vị xử lý"),
    "channel": ("Hình thức nộp", "Kênh thực hiện", "Hình thức tiếp nhận"),
    "submitted_at": ("Ngày nộp hồ sơ", "Ngày nộp"),
    "received_at": ("Ngày tiếp nhận", "Ngày nhận"),
    "due_at": ("Ngày hẹn trả", "Ngày hẹn trả kết quả"),
    "finished_at": ("Ngày kết thúc xử lý", "Ngày có kết quả"),
    "returned_at": ("Ngày trả kết quả", "Ngày trả"),
    "status": ("Trạng thái", "Tình trạng", "Trạng thái hồ sơ"),
    "components": ("Số thành phần hồ sơ",),
    "components_digitized": ("Số thành phần số hóa",),
    "components_reused": ("Số thành phần tái sử dụng",),
    "components_from_store": ("Số thành phần lấy từ kho DMQG",),
    "has_digitized_component": ("Số hóa thành phần hồ sơ", "Hồ sơ có thành phần số hóa"),
    "has_e_result": ("Kết quả điện tử", "Có kết quả điện tử"),
    "has_reused_component": ("Tái sử dụng", "Có tái sử dụng thành phần"),
    "vneid": ("Xác thực VNeID",),
    "online_payment": ("Thanh toán trực tuyến",),
    "fee": ("Lệ phí", "Phí, lệ phí", "Tổng phí"),
    "updated_at": ("Ngày cập nhật", "Cập nhật lúc"),
}
# Columns the vocabulary does not know, as real exports have them; fictitious and never stored.
_EXTRA = {
    "luc-nam": ("Chủ hồ sơ",),
    "son-dong": ("Chủ hồ sơ", "Ghi chú"),
    "tan-yen": ("Chủ hồ sơ",),
}


def export_columns(export: Exporter) -> dict[str, str]:
    """The columns of an exporter's tables: name to heading, in order."""
    skipped = {
        "code": {"unit_name"}, "name": {"unit_code"}, "both": set(),
        "none": {"unit_code", "unit_name"},
    }[export.unit_columns]  # fmt: skip
    if not any(export.flags):
        skipped = skipped | {"has_digitized_component", "has_reused_component"}
    if not export.updated:
        skipped = skipped | {"updated_at"}
    turn = sum(map(ord, export.name))
    columns = {
        name: options[turn % len(options)]
        for name, options in HEADINGS.items()
        if name not in skipped
    }
    extra = dict(zip(("applicant", "remark"), _EXTRA.get(export.name, ()), strict=False))
    return columns | extra


def with_remarks(cells: pl.DataFrame) -> pl.DataFrame:
    """Add a free text with a line break, as clerks type it, and fees with dots for thousands."""
    remark = pl.format("Hồ sơ mô phỏng {}\nkhông có thật", pl.col("serial"))
    fee = pl.col("fee").cast(pl.String).str.replace(r"^(\d+)(\d{3})$", "$1.$2")
    return cells.with_columns(
        remark=remark, fee=fee.str.replace(r"^(\d+)(\d{3})\.(\d{3})$", "$1.$2.$3")
    )


def flat_bytes(cells: pl.DataFrame, export: Exporter) -> bytes:
    """One delimited file.

    Args:
        cells: from ``spelling.spell``, the rows of one file in order.
        export: the exporter.

    Returns:
        The file's bytes; with no rows, the heading line alone.
    """
    columns = export_columns(export)
    headings = list(columns.values())
    if export.name == "viet-yen":
        headings = [unicodedata.normalize("NFD", heading.upper()) for heading in headings]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=export.delimiter, lineterminator=export.newline)
    writer.writerow(headings)
    table = with_remarks(cells).select(pl.col(name).cast(pl.String) for name in columns)
    writer.writerows(table.fill_null("").iter_rows())
    return _encoded(text.getvalue(), export.encoding)


def _encoded(text: str, encoding: str) -> bytes:
    if encoding != "cp1258":
        return text.encode(encoding)
    table = {character: _windows_1258(character) for character in set(text)}
    return b"".join(table[character] for character in text)


def _windows_1258(character: str) -> bytes:
    """Windows-1258 has most Vietnamese letters only as a letter and a tone mark."""
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    return (letter + tones).encode("cp1258", errors="replace")
