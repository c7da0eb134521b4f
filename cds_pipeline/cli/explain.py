"""``cds explain``: one figure, down to its dossiers.

Belongs here: options and layout. Does not belong here: following the figure (``explain``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cds_pipeline.cli.console import out, print_json, read_settings
from cds_pipeline.cli.options import (
    AsOfOption,
    JsonOption,
    PeriodOption,
    StartOption,
    read_selection,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from cds_pipeline.explain import Explanation

UnitArgument = Annotated[
    str,
    typer.Argument(
        metavar="ĐƠN_VỊ", help='Mã, mã GSO hoặc tên: "Tân Yên", "xã Phúc Sơn, huyện Tân Yên".'
    ),
]
IndicatorArgument = Annotated[
    str, typer.Argument(metavar="CHỈ_TIÊU", help="Mã chỉ tiêu, ví dụ digitization_rate.")
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=0, help="Số hồ sơ liệt kê ở mỗi phía của tử số.")
]


def register(app: typer.Typer) -> None:
    """Adds ``cds explain``."""
    app.command("explain", help="Giải thích một con số, từ định nghĩa đến từng hồ sơ.")(explain)


def explain(
    unit: UnitArgument,
    indicator: IndicatorArgument,
    period: PeriodOption = "ytd",
    as_of: AsOfOption = None,
    on: StartOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Prints definition, fraction, parts and dossiers, and whether they add up."""
    from cds_pipeline.explain import explain as take_apart
    from cds_pipeline.warehouse.published import open_published

    with open_published(read_settings()) as warehouse:
        selection = read_selection(warehouse, period, as_of, on)
        found = take_apart(warehouse, selection, unit, indicator, limit)
    if as_json:
        print_json(found.as_json())
        return
    _show_definition(found)
    _show_value(found)
    if found.has_units_below:
        _show_parts(found)
    _show_dossiers(found)


def _show_definition(found: Explanation) -> None:
    from cds_pipeline.reporting.words import EVIDENCE

    definition = found.definition
    _heading(f"{definition['name_vi']}, {found.unit['unit_name']} ({found.unit['unit_code']})")
    _line(f"{found.selection.name}{' (số tạm tính)' if found.selection.is_provisional else ''}")
    _heading("1. Định nghĩa")
    _line(definition["definition_vi"])
    _line(f"Tử số: {definition['numerator_def']}")
    _line(f"Mẫu số: {definition['denominator_def']}")
    evidence = EVIDENCE.get(definition["evidence"], definition["evidence"])
    _line(f"Phiên bản {definition['definition_version']}. Căn cứ: {definition['legal_basis']}.")
    _line(f"Độ tin của định nghĩa: {evidence}.")
    if definition["caveats_vi"]:
        _line(f"Lưu ý: {definition['caveats_vi'].strip()}")


def _show_value(found: Explanation) -> None:
    from cds_pipeline.reporting.numbers import measured, number, percent

    value = found.value
    _heading("2. Giá trị")
    fraction = f"{number(value['numerator'])} / {number(value['denominator'])}"
    if value["denominator"] == 0:
        _line(f"{percent(value['value_pct'])}: không phát sinh hồ sơ trong kỳ.")
        return
    unit = found.definition["unit"]
    counted = "giây / hồ sơ" if unit == "days" else "hồ sơ"
    _line(f"{measured(value['value_pct'], unit)} = {fraction} {counted}")
    if value["max_score"] is not None:
        _line(f"Điểm: {number(value['score'], 2)} trên {number(value['max_score'], 2)}")


def _show_parts(found: Explanation) -> None:
    from rich.markup import escape
    from rich.table import Table

    from cds_pipeline.reporting.numbers import measured, number

    unit = found.definition["unit"]
    whole = 1 / 86_400 if unit == "days" else 100
    _heading("3. Các phần")
    table = Table()
    table.add_column("Phần", overflow="fold")
    for heading in ("Tử số", "Mẫu số", "Giá trị"):
        table.add_column(heading, justify="right")
    for part in found.parts:
        name = escape(part["unit_name"])
        table.add_row(
            f"{name} (riêng cơ quan)" if part["is_own_office"] else name,
            number(part["numerator"]),
            number(part["denominator"]),
            measured(
                whole * part["numerator"] / part["denominator"] if part["denominator"] else None,
                unit,
            ),
        )
    table.add_section()
    table.add_row(
        "Cộng",
        number(sum(part["numerator"] for part in found.parts)),
        number(sum(part["denominator"] for part in found.parts)),
        "",
    )
    out().print(table)
    if found.parts_add_up:
        _line("Các phần cộng lại đúng bằng con số ở mục 2.")
    else:
        _line(
            "Các phần cộng lại KHÁC con số ở mục 2: có đơn vị đổi cấp trên giữa kỳ, phần công bố "
            "của nó gồm cả thời gian thuộc đơn vị khác. Xem tại ngày tính mới nhất để có phần đếm "
            "từ hồ sơ."
        )


def _show_dossiers(found: Explanation) -> None:
    from cds_pipeline.reporting.numbers import day, number

    _heading("4. Hồ sơ" if found.has_units_below else "3. Hồ sơ")
    evidence = found.evidence
    if evidence is None:
        _line(
            f"Kho chỉ giữ từng hồ sơ cho ngày tính của lần chạy gần nhất, không giữ cho "
            f"{day(found.selection.as_of)}. Bỏ --as-of để xem đến hồ sơ, hoặc chạy lại "
            f"cds run --as-of {found.selection.as_of}."
        )
        return
    inside, outside = evidence.dossiers_counted, evidence.dossiers_missing
    verdict = "khớp" if evidence.add_up else "KHÔNG KHỚP"
    _line(
        f"Đếm lại từng hồ sơ: {number(inside)} trong tử số + {number(outside)} ngoài tử số = "
        f"{number(inside + outside)} trong mẫu số ({verdict} với con số ở mục 2)."
    )
    for title, total, rows in (
        ("Ngoài tử số", outside, evidence.missing),
        ("Trong tử số", inside, evidence.counted),
    ):
        if rows:
            shown = "" if len(rows) == total else f" (hiện {number(len(rows))}, thêm: --limit)"
            out().print(_dossier_table(f"{title}: {number(total)} hồ sơ{shown}", rows))


def _dossier_table(title: str, rows: Sequence[dict[str, Any]]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    from cds_pipeline.reporting.numbers import day

    # Unit and file stand below the code: seven columns would not fit a terminal of 80 characters.
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("Hồ sơ, đơn vị, tệp", overflow="fold", ratio=1)
    table.add_column("Trạng thái", max_width=11)
    for heading in ("Tiếp nhận", "Hẹn trả", "Xong"):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        place = f"{row['source_file']}, dòng {row['source_row']}"
        table.add_row(
            escape(f"{row['dossier_code']}\n{row['unit_name']}\n{place}"),
            f"{row['status']} {row['status_name']}",
            day(row["received_at"]),
            day(row["due_at"]),
            day(row["finished_at"] or row["returned_at"]),
        )
    return table


def _heading(text: str) -> None:
    from rich.markup import escape

    out().print(f"\n[bold]{escape(text)}[/bold]", soft_wrap=True)


def _line(text: str) -> None:
    out().print(text, markup=False, soft_wrap=True)
