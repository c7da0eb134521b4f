"""``cds rank``: one indicator's ranking in the terminal.

Belongs here: options and the table. Does not belong here: ranks (``marts.rank_unit``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cds_pipeline.cli.console import out, print_json, read_settings
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

PeersOption = Annotated[
    str | None,
    typer.Option(
        "--peers",
        help="Nhóm ngang cấp: department, district, commune hoặc district:<mã huyện> "
        "(mặc định: huyện, không còn huyện thì xã).",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds ``cds rank``."""
    app.command("rank", help="Xếp hạng các đơn vị ngang cấp theo một chỉ tiêu.")(rank)


def rank(
    indicator: IndicatorOption = MAIN_INDICATOR,
    period: PeriodOption = "ytd",
    peers: PeersOption = None,
    as_of: AsOfOption = None,
    on: StartOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prints the ranking, joint ranks named, units without a rank last with the reason."""
    from cds_pipeline.reporting.queries import saved_queries
    from cds_pipeline.reporting.selection import choose_indicator, choose_peers
    from cds_pipeline.warehouse.published import open_published

    with open_published(read_settings()) as warehouse:
        selection = read_selection(warehouse, period, as_of, on)
        definition = choose_indicator(warehouse, selection, indicator)
        group, group_name = choose_peers(warehouse, selection, peers)
        rows = saved_queries()["rank"].rows(
            warehouse, **selection.keys, indicator=indicator, peers=group
        )
    if as_json:
        print_json(
            {
                "as_of_date": selection.as_of,
                "period_type": selection.period_type,
                "period_start": selection.period_start,
                "is_provisional": selection.is_provisional,
                "indicator_id": indicator,
                "definition_version": definition["definition_version"],
                "peer_group": group,
                "rows": rows,
            }
        )
        return
    provisional = " (số tạm tính)" if selection.is_provisional else ""
    title = f"{definition['name_vi']}\n{group_name} · {selection.name}{provisional}"
    out().print(ranking_table(title, rows, definition))
    for note in _notes(rows):
        out().print(note, markup=False, soft_wrap=True)


def _notes(rows: list[dict[str, Any]]) -> list[str]:
    """What a reader must know of the figures: partial scores, why the past is not compared."""
    from cds_pipeline.reporting.numbers import number

    notes = []
    if partial := [row for row in rows if row["is_partial"]]:
        most = number(partial[0]["max_score"])
        notes.append(
            f"Điểm một phần: mẫu số là số điểm đo được trong {most} điểm; phần chưa đo được "
            "(chỉ Cổng mới có, chưa công bố cách chia điểm) để ngoài, không tính là 0. "
            "Chỉ xếp chung đơn vị đo được cùng các phần."
        )
    reasons = sorted({row["not_compared_reason"] for row in rows if row["not_compared_reason"]})
    notes += [f"Không so với kỳ trước: {reason}." for reason in reasons]
    return notes


def ranking_table(
    title: str, rows: list[dict[str, Any]], definition: dict[str, Any] | None = None
) -> Table:
    """Rows of ``marts.rank_unit`` as a table; change is shown only where something changed.

    Args:
        title: stands above the table.
        rows: the ranking.
        definition: the row of ``marts.dim_indicator``; scores are shown as points, a mean time in
            days.
    """
    from rich.markup import escape
    from rich.table import Table

    from cds_pipeline.reporting.numbers import measured, number, points
    from cds_pipeline.reporting.words import places, rank_name, unit_label

    compared = any(row["rank_previous"] is not None for row in rows)
    table = Table(title=escape(title), title_justify="left")
    table.add_column("Hạng", justify="right")
    table.add_column("Đơn vị", overflow="fold")
    in_days = definition is not None and definition["unit"] == "days"
    is_score = definition is not None and definition["source"] == "scores"
    headings = ["Giá trị", "Điểm / điểm đo được" if is_score else "Tử số / mẫu số"]
    measure = "ngày" if in_days else "điểm phần trăm"
    headings += ["Đổi hạng", f"Thay đổi ({measure})"] if compared else []
    for heading in (*headings, f"Cách hạng nhất ({measure})"):
        table.add_column(heading, justify="right")
    table.add_column("Xếp loại")
    for row in rows:
        fraction = f"{number(row['numerator'])} / {number(row['denominator'])}"
        if is_score:
            fraction = f"{number(row['score'], 2)} / {number(row['denominator'] / 100)}"
        changes = [places(row["rank_change"]), points(row["value_change_pp"], signed=True)]
        table.add_row(
            "–" if row["rank"] is None else rank_name(row),
            escape(unit_label(row)),
            measured(row["value_pct"], row["unit"]),
            fraction,
            *(changes if compared else []),
            points(row["gap_to_first_pp"]),
            (row["band"] or "") if row["rank"] else f"không xếp hạng: {row['not_ranked_reason']}",
        )
    return table
