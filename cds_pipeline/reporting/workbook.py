"""The bulletin as a workbook: one sheet a section, real numbers, never a formula.

Belongs here: what stands in which sheet. Does not belong here: choosing rows (``content``), writing
cells (``sheet``).
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

from cds_pipeline.reporting.content import RANKED_LEVELS
from cds_pipeline.reporting.numbers import day, measured
from cds_pipeline.reporting.sheet import Column, SheetWriter
from cds_pipeline.reporting.words import (
    CHECK_SEVERITIES,
    EVIDENCE,
    FILE_STATUSES,
    GAP_STATUSES,
    LEVELS,
    RULE_SEVERITIES,
    VERDICTS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cds_pipeline.reporting.content import Bulletin, Row

_RANKING_SHEETS = {
    "district": "Xếp hạng huyện",
    "department": "Xếp hạng sở, ngành",
    "commune": "Xếp hạng xã",
}
_COUNTS = (Column("Tử số", "numerator", "int"), Column("Mẫu số", "denominator", "int"))


def _value(row: Mapping[str, Any]) -> Any:
    """A percentage as a number; what is no percentage as text with its unit."""
    return row["value_pct"] if row["unit"] == "percent" else measured(row["value_pct"], row["unit"])


_VALUE = Column("Giá trị", _value, "percent")
_UNIT = (Column("Mã đơn vị", "unit_code", "text", 18), Column("Đơn vị", "unit_name", "text", 38))
_DISTRICT = Column("Thuộc huyện", "district_name", "text", 22)


def _word(key: str, names: Mapping[str, str]) -> Callable[[Mapping[str, Any]], Any]:
    return lambda row: names.get(row[key], row[key])


def _gap_status(row: Mapping[str, Any]) -> str:
    if row["status"] != "no_target" and row["denominator"] == 0:
        return "không phát sinh hồ sơ"
    return str(GAP_STATUSES.get(row["status"], row["status"]))


_RANKING = (
    Column("Hạng", "rank", "int", 7),
    Column("Đồng hạng", lambda row: "đồng hạng" if row["is_joint"] else None, "text", 11),
    *_UNIT,
    _DISTRICT,
    _VALUE,
    *_COUNTS,
    Column("Hạng kỳ trước", "rank_previous", "int"),
    Column("Thay đổi hạng", "rank_change", "change"),
    Column("Thay đổi (điểm phần trăm)", "value_change_pp", "point_change", 14),
    Column("Cách hạng trên (điểm phần trăm)", "gap_to_above_pp", "points", 16),
    Column("Cách hạng nhất (điểm phần trăm)", "gap_to_first_pp", "points", 16),
    Column("Xếp loại", "band", "text", 12),
    Column("Lý do không xếp hạng", "not_ranked_reason", "text", 30),
)
_GAP = (
    Column("Cấp", _word("unit_level", LEVELS), "text", 24),
    *_UNIT,
    _DISTRICT,
    _VALUE,
    *_COUNTS,
    Column("Chỉ tiêu giao", "target_pct", "percent"),
    Column("Còn thiếu (điểm phần trăm)", "gap_pp", "points", 14),
    Column("Còn thiếu (hồ sơ)", "gap_dossiers", "int", 12),
    Column("Tình trạng", _gap_status, "text", 24),
)
_FILES = (
    Column("Ngày giao", "delivered_on", "date"),
    Column("Tệp", "file_name", "text", 48),
    Column("Hệ thống nguồn", "source_system", "text", 16),
    Column("Kết quả", _word("status", FILE_STATUSES), "text", 12),
    Column("Dòng đọc", "rows_read", "int"),
    Column("Dòng nạp", "rows_loaded", "int"),
    Column("Dòng cách ly", "rows_quarantined", "int"),
    Column("Dòng lặp lại", "rows_repeated", "int"),
    Column("Ghi chú", "message", "text", 60),
)
_RULES = (
    Column("Mức độ", _word("severity", RULE_SEVERITIES), "text", 12),
    Column("Mã quy tắc", "rule_id", "text", 28),
    Column("Quy tắc và cách sửa", "message", "text", 90),
    Column("Số dòng", "rows_found", "int"),
    Column("Số tệp", "files", "int"),
)
_CHECKS = (
    Column("Kết luận", _word("verdict", VERDICTS), "text", 12),
    Column("Mức độ", _word("severity", CHECK_SEVERITIES), "text", 14),
    Column("Bảng", "table_name", "text", 26),
    Column("Mã phép kiểm tra", "check_id", "text", 34),
    Column("Nội dung", "description_vi", "text", 90),
    Column("Số dòng không đạt", "failing_count", "int", 12),
)
_DEFINITIONS = (
    Column("Mã chỉ tiêu", "indicator_id", "text", 24),
    Column("Phiên bản", "definition_version", "text", 11),
    Column("Tên", "name_vi", "text", 40),
    Column("Định nghĩa", "definition_vi", "text", 60),
    Column("Tử số", "numerator_def", "text", 40),
    Column("Mẫu số", "denominator_def", "text", 30),
    Column("Căn cứ", "legal_basis", "text", 40),
    Column("Độ tin", _word("evidence", EVIDENCE), "text", 24),
    Column("Lưu ý", "caveats_vi", "text", 60),
)
_FACTS = (Column("Mục", "what", "text", 30), Column("Giá trị", "value", "any", 70))


def write_workbook(bulletin: Bulletin, target: Path) -> None:
    """Writes the workbook.

    Raises:
        OSError: the file cannot be written.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties(
            {
                "title": f"Kết quả số hóa hồ sơ thủ tục hành chính, {bulletin.selection.name}",
                # The day the figures are for, so that the same figures give the same file.
                "created": datetime.combine(bulletin.selection.as_of, time()),
            }
        )
        writer = SheetWriter(book, _subtitle(bulletin))
        _write_figures(writer, bulletin)
        _write_quality(writer, bulletin)
        writer.sheet("Định nghĩa", "Định nghĩa chỉ tiêu", _DEFINITIONS, bulletin.indicators)
        writer.sheet("Nguồn gốc", "Nguồn gốc số liệu", _FACTS, _sources(bulletin))


def _write_figures(writer: SheetWriter, bulletin: Bulletin) -> None:
    names = {row["indicator_id"]: row["name_vi"] for row in bulletin.indicators}
    indicator = Column("Chỉ tiêu", _word("indicator_id", names), "text", 52)
    headline = bulletin.headline["name_vi"]
    writer.sheet(
        "Toàn tỉnh", "Tỷ lệ toàn tỉnh", (indicator, _UNIT[1], *_GAP[4:]), bulletin.province
    )
    for level in RANKED_LEVELS:
        if bulletin.rankings[level]:
            title = f"{LEVELS[level]}: {headline}"
            writer.sheet(_RANKING_SHEETS[level], title, _RANKING, bulletin.rankings[level])
    group = Column("Nhóm", _word("peer_group", LEVELS), "text", 24)
    writer.sheet(
        "Mọi chỉ tiêu",
        "Xếp hạng theo từng chỉ tiêu",
        (indicator, group, *_RANKING),
        bulletin.all_ranks,
    )
    writer.sheet("Khoảng cách", f"Khoảng cách đến chỉ tiêu: {headline}", _GAP, bulletin.gaps)


def _write_quality(writer: SheetWriter, bulletin: Bulletin) -> None:
    quality = bulletin.quality
    totals = [
        {"what": what, "value": quality[key]}
        for what, key in (
            ("Tệp đã nhận", "files_accepted"),
            ("Tệp bị từ chối", "files_refused"),
            ("Dòng đã đọc", "rows_read"),
            ("Dòng đã nạp", "rows_loaded"),
            ("Dòng bị cách ly", "rows_quarantined"),
            ("trong đó đã được gửi lại đúng", "rows_resolved"),
            ("Dòng lặp lại", "rows_repeated"),
        )
    ]
    writer.sheet("Chất lượng dữ liệu", "Chất lượng dữ liệu", _FACTS, totals)
    writer.sheet("Tệp", "Sổ nhận tệp", _FILES, bulletin.files)
    writer.sheet("Quy tắc", "Quy tắc bị vi phạm", _RULES, bulletin.rules)
    if bulletin.checks is not None:
        writer.sheet("Kiểm tra", "Kiểm tra trước khi công bố", _CHECKS, bulletin.checks)


def _subtitle(bulletin: Bulletin) -> str:
    parts = [bulletin.province_name, bulletin.selection.name]
    if bulletin.selection.is_provisional:
        parts.append("số tạm tính")
    if bulletin.is_synthetic:
        parts.append("DỮ LIỆU MÔ PHỎNG, không phải số liệu thật")
    return ". ".join(part for part in parts if part)


def _sources(bulletin: Bulletin) -> Sequence[Row]:
    manifest = bulletin.manifest
    rows = [
        {"what": "Ngày tính", "value": day(bulletin.selection.as_of)},
        {"what": "Kỳ", "value": bulletin.selection.name},
    ]
    if manifest:
        rows += [
            {"what": "Lần chạy", "value": manifest["run_id"]},
            {"what": "Công bố lúc", "value": manifest["published_at"]},
            {"what": "Kho dữ liệu (SHA-256)", "value": manifest["warehouse"]["sha256"]},
            {"what": "Phiên bản cds-pipeline", "value": manifest["pipeline_version"]},
            {"what": "Phiên bản quy ước dữ liệu", "value": manifest["contract_version"]},
        ]
    return rows
