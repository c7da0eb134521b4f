"""Vietnamese words for the codes that tables hold: levels, periods, statuses.

Belongs here: wording shared by terminal, page and workbook. Does not belong here: numbers and dates
(``numbers``), headings of one table.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cds_pipeline.reporting.numbers import day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

PERIOD_TYPES = {
    "ytd": "lũy kế từ đầu năm",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "half": "6 tháng",
    "year": "năm",
}
LEVELS = {
    "province": "Tỉnh",
    "department": "Sở, ngành",
    "district": "Huyện, thị xã, thành phố",
    "commune": "Xã, phường, thị trấn",
}
GAP_STATUSES = {
    "met": "đã đạt",
    "short": "còn thiếu",
    "on_track": "đúng tiến độ",
    "at_risk": "có nguy cơ không đạt",
    "off_track": "chậm tiến độ",
    "unreachable": "không thể đạt nếu không số hóa hồ sơ đã qua",
    "no_target": "không giao chỉ tiêu",
}
EVIDENCE = {
    "P": "theo Cổng Dịch vụ công quốc gia hoặc văn bản",
    "S": "theo nguồn thứ cấp",
    "A": "giả định của dự án",
}
VERDICTS = {"passed": "đạt", "failed": "không đạt", "error": "chưa kiểm tra được"}
CHECK_SEVERITIES = {"error": "chặn công bố", "warning": "cảnh báo"}
RULE_SEVERITIES = {"error": "cách ly", "warning": "cảnh báo"}
FILE_STATUSES = {"accepted": "đã nhận", "refused": "từ chối"}
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def period_name(period_type: str, start: date, as_of: date) -> str:
    """A period in words, such as ``Lũy kế từ đầu năm 2023 đến 25/08/2023``."""
    week = start.isocalendar()
    names = {
        "ytd": f"Lũy kế từ đầu năm {start.year} đến {day(as_of)}",
        "day": f"Ngày {day(start)}",
        "week": f"Tuần {week.week}/{week.year} ({day(start)}–{day(start + timedelta(days=6))})",
        "month": f"Tháng {start.month}/{start.year}",
        "quarter": f"Quý {_ROMAN[(start.month + 2) // 3]}/{start.year}",
        "half": f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {start.year}",
        "year": f"Năm {start.year}",
    }
    return names[period_type]


def peer_group_name(peer_group: str, district_name: str | None = None) -> str:
    """A peer group in words; communes of one district need that district's name."""
    kind, _, code = peer_group.partition(":")
    if code:
        return f"Xã, phường, thị trấn thuộc {district_name or code}"
    return LEVELS.get(kind, kind)


def places(rank_change: int | None) -> str:
    """Change in places: ``▲ 2`` up, ``▼ 1`` down, ``=`` none, empty when unknown."""
    if rank_change is None:
        return ""
    if rank_change == 0:
        return "="
    return f"▲ {rank_change}" if rank_change > 0 else f"▼ {-rank_change}"


def rank_name(row: Mapping[str, Any]) -> str:
    """The rank of a row of ``marts.rank_unit``, joint ranks named: ``2 (đồng hạng)``."""
    if row["rank"] is None:
        return "không xếp hạng"
    return f"{row['rank']} (đồng hạng)" if row["is_joint"] else str(row["rank"])


def unit_label(row: Mapping[str, Any]) -> str:
    """The name of a ranked or targeted unit; a commune with its district, for namesakes.

    Inside the ranking of one district (``district:…``) the district goes without saying.
    """
    district = row["district_name"]
    if district is None or str(row.get("peer_group", "")).startswith("district:"):
        return str(row["unit_name"])
    return f"{row['unit_name']}, {lower_first(district)}"


def lower_first(text: str) -> str:
    """A phrase for the middle of a sentence; abbreviations such as TTHC keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
