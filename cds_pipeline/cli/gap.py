"""``cds gap``: how far units are from their targets.

Belongs here: options and the table. Does not belong here: gaps (``marts.target_gap``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cds_pipeline.cli.console import err, out, print_json, read_settings
from cds_pipeline.cli.options import (
    MAIN_INDICATOR,
    AsOfOption,
    IndicatorOption,
    JsonOption,
    PeriodOption,
    StartOption,
    read_selection,
)

if TYPE_CHECKING:
    from rich.table import Table

_COMMUNE = "commune"

PeersOption = Annotated[
    str | None,
    typer.Option(
        "--peers",
        help="Chỉ một nhóm: province, department, district, commune, district:<mã huyện>, hoặc all "
        "(mặc định: tỉnh, sở, ngành và huyện; không còn huyện thì cả xã).",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds ``cds gap``."""
    app.command("gap", help="Khoảng cách từ giá trị đến chỉ tiêu được giao.")(gap)


def gap(
    indicator: IndicatorOption = MAIN_INDICATOR,
    period: PeriodOption = "ytd",
    peers: PeersOption = None,
    as_of: AsOfOption = None,
    on: StartOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prints value, target, gap in points and dossiers, and status, the widest gap first."""
    from cds_pipeline.reporting.queries import saved_queries
    from cds_pipeline.reporting.selection import choose_indicator
    from cds_pipeline.warehouse.published import open_published

    with open_published(read_settings()) as warehouse:
        selection = read_selection(warehouse, period, as_of, on)
        definition = choose_indicator(warehouse, selection, indicator)
        rows = saved_queries()["gap"].rows(
            warehouse, **selection.keys, indicator=indicator, **_filter(peers)
        )
    rows = _of_peers(rows, peers)
    if as_json:
        print_json(
            {
                "as_of_date": selection.as_of,
                "period_type": selection.period_type,
                "period_start": selection.period_start,
                "is_provisional": selection.is_provisional,
                "indicator_id": indicator,
                "definition_version": definition["definition_version"],
                "rows": rows,
            }
        )
        return
    provisional = " (số tạm tính)" if selection.is_provisional else ""
    out().print(gap_table(f"{definition['name_vi']}\n{selection.name}{provisional}", rows))
    if all(row["status"] == "no_target" for row in rows):
        err().print(
            f"Chưa giao chỉ tiêu nào cho {indicator} trong kỳ này. Khai trong targets.csv rồi "
            "chạy cds run.",
            soft_wrap=True,
        )


def gap_table(title: str, rows: list[dict[str, Any]]) -> Table:
    """Rows of ``marts.target_gap`` as a table."""
    from rich.markup import escape
    from rich.table import Table

    from cds_pipeline.reporting.numbers import measured, number, percent, points
    from cds_pipeline.reporting.words import GAP_STATUSES, unit_label

    table = Table(title=escape(title), title_justify="left")
    table.add_column("Đơn vị", overflow="fold")
    for heading in (
        "Giá trị",
        "Tử số / mẫu số",
        "Chỉ tiêu giao",
        "Còn thiếu (điểm phần trăm)",
        "Còn thiếu (hồ sơ)",
    ):
        table.add_column(heading, justify="right", no_wrap=heading == "Giá trị")
    table.add_column("Tình trạng")
    for row in rows:
        table.add_row(
            escape(unit_label(row)),
            measured(row["value_pct"], row["unit"]),
            f"{number(row['numerator'])} / {number(row['denominator'])}",
            percent(row["target_pct"]),
            points(row["gap_pp"]),
            number(row["gap_dossiers"]),
            GAP_STATUSES.get(row["status"], row["status"])
            if row["denominator"]
            else "không phát sinh hồ sơ",
        )
    return table


def _filter(peers: str | None) -> dict[str, str]:
    kind, _, code = (peers or "all").partition(":")
    if kind == "district" and code:
        return {"district": code.partition("@")[0]}
    return {} if kind == "all" else {"level": kind}


def _of_peers(rows: list[dict[str, Any]], peers: str | None) -> list[dict[str, Any]]:
    """The rows of the group asked for.

    Raises:
        NoSuchChoiceError: there is no such group.
    """
    from cds_pipeline.reporting.selection import NoSuchChoiceError

    if not rows:
        raise NoSuchChoiceError(
            f"Không có nhóm «{peers}» trong kỳ này. Nhóm có thể chọn: province, department, "
            "district, commune, district:<mã huyện>, all."
        )
    has_districts = any(row["unit_level"] == "district" for row in rows)
    if peers is None and has_districts:
        return [row for row in rows if row["unit_level"] != _COMMUNE]
    return rows
