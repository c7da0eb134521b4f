"""Options that several commands share: which indicator, period, day.

Belongs here: their names and help. Does not belong here: commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cds_pipeline.reporting.selection import Selection
    from cds_pipeline.warehouse.published import PublishedWarehouse

MAIN_INDICATOR = "digitization_rate"

IndicatorOption = Annotated[str, typer.Option("--indicator", "-i", help="Mã chỉ tiêu.")]
PeriodOption = Annotated[
    str,
    typer.Option(
        "--period", "-p", help="Loại kỳ: ytd (lũy kế), day, week, month, quarter, half, year."
    ),
]
StartOption = Annotated[
    str | None,
    typer.Option("--on", help="Một ngày thuộc kỳ muốn xem (mặc định: kỳ mới nhất của loại kỳ đó)."),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Ngày tính đã công bố (mặc định: mới nhất).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON ra stdout.")]


def read_selection(
    warehouse: PublishedWarehouse, period: str, as_of: str | None, on: str | None
) -> Selection:
    """The period the options name.

    Raises:
        NoSuchChoiceError: it is not published, or a date cannot be read (exit 2).
    """
    from cds_pipeline.reporting.selection import choose_period, parse_day

    return choose_period(warehouse, period, parse_day(as_of, "--as-of"), parse_day(on, "--on"))
