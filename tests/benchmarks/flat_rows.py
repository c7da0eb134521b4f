"""Writes a flat export of any size: 23 columns, about 290 bytes a row, no real citizen."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = [
    "STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Mã đơn vị", "Đơn vị xử lý", "Đơn vị tiếp nhận",
    "Kênh tiếp nhận", "Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý",
    "Ngày trả kết quả", "Trạng thái", "Số thành phần hồ sơ", "Số thành phần số hóa",
    "Số thành phần tái sử dụng", "Kết quả điện tử", "Xác thực VNeID", "Thanh toán trực tuyến",
    "Lệ phí", "Ngày cập nhật", "Ghi chú",
]  # fmt: skip
_START = datetime(2023, 1, 3, 7, 30)
_SECONDS = 234 * 86_400
_PROCEDURE = "Thủ tục đăng ký biến động quyền sử dụng đất, tài sản gắn liền với đất"


def write_flat_csv(path: Path, rows: int, units: list[tuple[str, str]], seed: int = 1) -> None:
    """One CSV export of ``rows`` dossiers.

    Args:
        path: file to write; UTF-8, comma, LF.
        rows: dossiers, each once.
        units: (unit_code, unit_name) to spread them over.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADINGS)
        for first in range(0, rows, 100_000):
            count = min(100_000, rows - first)
            draws = random.random((count, 8))
            for n in range(count):
                writer.writerow(_row(first + n + 1, draws[n], units))


def _row(number: int, draw: np.ndarray, units: list[tuple[str, str]]) -> list[object]:
    code, name = units[int(draw[0] * len(units))]
    received = _START + timedelta(seconds=int(draw[1] * _SECONDS))
    due = received + timedelta(days=1 + int(draw[2] * 15))
    finished = received + timedelta(seconds=int(draw[3] * 18 * 86_400))
    components = 1 + int(draw[4] * 5)
    digitized = int(draw[5] * (components + 1))

    def text(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%d %H:%M:%S")

    return [
        number, f"{code}-{received:%y%m%d}-{number:07d}", "1.004203", _PROCEDURE, code, name, name,
        1 + int(draw[6] * 2), text(received), text(received), text(due), text(finished),
        text(finished), 10, components, digitized, digitized // 2, int(draw[7] < 0.6),
        int(draw[7] < 0.3), int(draw[7] < 0.2), int(draw[6] * 5) * 10_000,
        text(finished + timedelta(hours=1)), "",
    ]  # fmt: skip
