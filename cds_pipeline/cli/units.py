"""``cds units``: a unit's life, or how many units there were when.

Belongs here: the options and the layout. Does not belong here: what a life is
(``reference.unit_life``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cds_pipeline.cli.console import CommandError, ExitCode, out, print_json, read_settings
from cds_pipeline.cli.options import JsonOption  # noqa: TC001 - read by Typer at run time

if TYPE_CHECKING:
    from datetime import date

    from cds_pipeline.reference.unit_life import UnitBook, UnitLife

UnitArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[ĐƠN_VỊ]",
        help='Mã, mã GSO hoặc tên: 07228, "Phúc Sơn", "xã Phúc Sơn, huyện Tân Yên". '
        "Để trống: số đơn vị theo thời gian.",
    ),
]
PictureOption = Annotated[
    str | None,
    typer.Option(
        "--picture", metavar="NGÀY", help="Sơ đồ Mermaid của đợt thay đổi ngày ấy (2025-07-01)."
    ),
]
_KINDS = {"renamed": "đổi tên, loại", "merged": "sáp nhập", "split": "chia", "moved": "chuyển"}
_LEVELS = {"province": "tỉnh", "department": "sở, ngành", "district": "huyện", "commune": "xã"}


def register(app: typer.Typer) -> None:
    """Adds ``cds units``."""
    app.command("units", help="Đơn vị qua thời gian: tên, cấp trên, mã, đơn vị cũ và mới.")(units)


def units(
    unit: UnitArgument = None, picture: PictureOption = None, as_json: JsonOption = False
) -> None:
    """Prints the lives of all units of that code or name, earliest first."""
    from cds_pipeline.reference.load import load_reference
    from cds_pipeline.reference.unit_life import UnitBook, reform_picture

    book = UnitBook(load_reference(read_settings()))
    if picture is not None:
        typer.echo(reform_picture(book, _day(picture, book)), nl=False)
    elif unit is None:
        _print_counts(book, as_json=as_json)
    else:
        lives = book.find(unit)
        if not lives:
            raise CommandError(
                f"Không có đơn vị nào mang mã hoặc tên «{unit}» trong units.csv. "
                "Viết mã, mã GSO 2, 3, 5 chữ số hoặc tên đầy đủ.",
                ExitCode.USAGE,
            )
        if as_json:
            print_json({"units": [life.as_json() for life in lives]})
        else:
            for life in lives:
                _print_life(life)


def _day(text: str, book: UnitBook) -> date:
    from datetime import date

    days = book.changes()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day not in days:
        known = ", ".join(d.isoformat() for d in days) or "không có"
        raise CommandError(
            f"Không có thay đổi đơn vị nào ngày «{text}». Các ngày có thay đổi: {known}.",
            ExitCode.USAGE,
        )
    return day


def _print_counts(book: UnitBook, *, as_json: bool) -> None:
    rows: list[dict[str, Any]] = [{"day": day, **book.counts(day)} for day in book.changes()]
    if as_json:
        print_json({"changes": rows})
        return
    from rich.table import Table

    table = Table("Từ ngày", *_LEVELS.values(), title="Số đơn vị từ mỗi ngày có thay đổi")
    for row in rows:
        table.add_row(_shown(row["day"]), *(str(row.get(level, 0)) for level in _LEVELS))
    out().print(table)


def _print_life(life: UnitLife) -> None:
    console = out()
    console.print(f"[bold]{life.unit_code}[/bold]")
    for version in life.versions:
        parents = " → ".join(p["unit_name"] for p in version["parents"])
        gso = f", mã GSO {version['gso_code']}" if version["gso_code"] else ""
        above = f", thuộc {parents}" if parents else ""
        console.print(
            f"  {version['unit_name']} ({_LEVELS[version['unit_level']]}{gso}){above}: "
            f"{_span(version)}"
        )
    for code in life.codes:
        console.print(f"  Mã khác: {code['code']} ({_span(code)})")
    for title, changes in (("Từ", life.predecessors), ("Thành", life.successors)):
        for change in changes:
            kind = _KINDS.get(change["kind"] or "", "thay đổi")
            console.print(
                f"  {title}: {change['unit_name']} ({change['unit_code']}), {kind} từ "
                f"{_shown(change['valid_from'])}"
            )
    if life.versions[-1]["valid_to"] is not None:
        today = ", ".join(f"{u['unit_name']} ({u['unit_code']})" for u in life.today)
        console.print(f"  Hiện nay: {today or 'không có đơn vị kế tục'}")


def _span(row: dict[str, Any]) -> str:
    begin = "" if row["valid_from"] is None else f"từ {_shown(row['valid_from'])}"
    end = "đến nay" if row["valid_to"] is None else f"đến trước {_shown(row['valid_to'])}"
    return f"{begin} {end}".strip()


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
