"""A landing zone of the small province: two deliveries, one row to quarantine, one file to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_world import write_reference

if TYPE_CHECKING:
    from pathlib import Path

HEADING = (
    "Mã hồ sơ,Mã TTHC,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái,Số hóa thành phần hồ sơ"
)
FIRST = [
    "D-1,1.000001,T01.A.1,01/08/2023 08:00:00,10/08/2023,10,có",
    "D-2,1.000001,T01.A.2,02/08/2023 08:00:00,10/08/2023,4,không",
    "D-3,1.000002,T01.B.1,02/08/2023 09:00:00,10/08/2023,4,có",
    "D-4,1.000002,KHONG.CO,02/08/2023 09:00:00,10/08/2023,4,có",
]
SECOND = [
    "D-2,1.000001,T01.A.2,02/08/2023 08:00:00,10/08/2023,10,không",
    "D-5,1.000002,T01.S1,24/08/2023 09:00:00,30/08/2023,4,không",
]


def deliver(home: Path, day: str, rows: list[str], name: str = "a.csv") -> Path:
    """Puts one export into the landing zone."""
    path = home / "landing" / day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return path


def small_home(folder: Path) -> dict[str, str]:
    """A home with deliveries and reference tables, not run yet.

    Returns:
        The environment that makes it the home of a command.
    """
    home = folder / "home"
    deliver(home, "2023-08-18", FIRST)
    deliver(home, "2023-08-25", SECOND)
    deliver(home, "2023-08-25", ["dở dang"], "b.csv.part")
    reference = write_reference(folder / "reference")
    return {"CDS_HOME": str(home), "CDS_REFERENCE": str(reference), "CDS_THREADS": "1"}
