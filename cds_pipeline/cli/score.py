"""``cds score``: value and score of any numerator and denominator, from the definitions alone.

Belongs here: options and the answer. Does not belong here: the arithmetic (``indicators.scoring``),
figures of units (``marts.fact_indicator``).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cds_pipeline.cli.console import CommandError, ExitCode, out, plain, print_json, warn
from cds_pipeline.cli.options import JsonOption  # noqa: TC001 - typer reads it when it runs

if TYPE_CHECKING:
    from decimal import Decimal

    from cds_pipeline.indicators.definition import Indicator
    from cds_pipeline.indicators.scoring import Score

OnOption = Annotated[
    str | None,
    typer.Option("--on", help="Ngày chọn phiên bản định nghĩa, yyyy-mm-dd (mặc định hôm nay)."),
]


def register(app: typer.Typer) -> None:
    """Adds ``cds score``."""
    app.command("score", help="Giá trị và điểm của một tử số, mẫu số theo định nghĩa chỉ tiêu.")(
        score
    )


def score(
    indicator: Annotated[str, typer.Argument(help="Mã chỉ tiêu, như e_result_rate.")],
    numerator: Annotated[str, typer.Argument(help="Tử số, số nguyên viết liền (184513).")],
    denominator: Annotated[str, typer.Argument(help="Mẫu số, số nguyên viết liền.")],
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prints value, score and which definition judged; needs no warehouse."""
    from cds_pipeline import paths
    from cds_pipeline.indicators.definition import read_indicators
    from cds_pipeline.indicators.scoring import NoDefinitionError, definition_on, score_of

    day = _day(on)
    top, bottom = _count("tử số", numerator), _count("mẫu số", denominator)
    try:
        definition = definition_on(
            read_indicators(paths.sql_folder() / "indicators"), indicator, day
        )
    except NoDefinitionError as error:
        raise CommandError(str(error), ExitCode.USAGE) from error
    if top > bottom and definition.header.unit == "percent":
        warn(f"Tử số {top} lớn hơn mẫu số {bottom}; kiểm tra lại hai số.")
    found = score_of(definition.header, top, bottom)
    if as_json:
        print_json(_payload(definition, day, top, bottom, found))
        return
    _print(definition, top, bottom, found)


def _payload(
    definition: Indicator, day: date, top: int, bottom: int, found: Score
) -> dict[str, object]:
    return {
        "indicator_id": definition.header.indicator_id,
        "definition_version": definition.header.definition_version,
        "on": day,
        "numerator": top,
        "denominator": bottom,
        "value_pct": _number(found.value_pct),
        "score": _number(found.score),
        "max_score": _number(found.max_score),
        "unit": definition.header.unit,
    }


def _print(definition: Indicator, top: int, bottom: int, found: Score) -> None:
    from cds_pipeline.reporting.numbers import number

    header = definition.header
    unit = "ngày" if header.unit == "days" else "%"
    value = "không có" if found.value_pct is None else f"{_shown(found.value_pct)} {unit}"
    if found.score is not None:
        points = f"{_shown(found.score)} / {_shown(found.max_score)} điểm"
    elif found.max_score is not None:
        points = f"không có điểm (mẫu số 0), tối đa {_shown(found.max_score)}"
    else:
        points = "không chấm điểm hoặc chưa công bố số điểm"
    out().print(plain(f"{header.name_vi} ({header.indicator_id}, {header.definition_version})"))
    out().print(plain(f"{number(top)} / {number(bottom)} → {value} · {points}"))


def _shown(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".replace(".", ",")


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _count(what: str, text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    raise CommandError(
        f"{what.capitalize()} «{text}» không phải số nguyên không âm. "
        "Viết liền các chữ số, không dấu chấm, dấu phẩy.",
        ExitCode.USAGE,
    )


def _day(text: str | None) -> date:
    from zoneinfo import ZoneInfo

    from cds_pipeline.settings import TIME_ZONE

    if text is None:
        return datetime.now(ZoneInfo(TIME_ZONE)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"Ngày «{text}» không đúng. Viết yyyy-mm-dd, như 2026-08-31.", ExitCode.USAGE
        ) from error
