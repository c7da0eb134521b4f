"""``cds run``: the daily job for the deliveries asked for.

Belongs here: its options, progress, what is printed. Does not belong here: what a run does
(``orchestration.daily_run``, imported only when a run starts: the one import that reaches up).
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cds_pipeline.cli.console import (
    CommandError,
    ExitCode,
    err,
    plain,
    print_json,
    read_settings,
    warn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cds_pipeline.orchestration.daily_run import DailyRunResult, Progress
    from cds_pipeline.settings import Settings

_DATES = ["%Y-%m-%d", "%d/%m/%Y"]

DayOption = Annotated[
    datetime | None, typer.Option("--date", formats=_DATES, help="Chỉ lần giao của ngày này.")
]
FromOption = Annotated[
    datetime | None, typer.Option("--from", formats=_DATES, help="Từ ngày giao này.")
]
ToOption = Annotated[
    datetime | None, typer.Option("--to", formats=_DATES, help="Đến hết ngày giao này.")
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Mọi lần giao (mặc định: mọi lần giao chưa đọc).")
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=_DATES, help="Ngày tính số liệu (mặc định: lần giao mới nhất)."
    ),
]
RebuildOption = Annotated[
    bool, typer.Option("--rebuild", help="Dựng và công bố lại dù không có gì thay đổi.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON ra stdout.")]


def register(app: typer.Typer) -> None:
    """Adds ``cds run``."""
    app.command("run", help="Đọc các lần giao, dựng, kiểm tra và công bố kho qua Dagster.")(run)


def run(
    day: DayOption = None,
    first: FromOption = None,
    last: ToOption = None,
    all_: AllOption = False,
    as_of: AsOfOption = None,
    rebuild: RebuildOption = False,
    as_json: JsonOption = False,
) -> None:
    """Runs the daily job and ends with an exit code of CONTRACT section 2."""
    bounds = _bounds(day, first, last, all_)
    settings = read_settings()
    result = run_pipeline(settings, *bounds, _date(as_of), rebuild=rebuild)
    if as_json:
        print_json(result.as_json())
    report(result)
    raise typer.Exit(exit_code(result))


def run_pipeline(
    settings: Settings,
    first: date | None,
    last: date | None,
    as_of: date | None,
    *,
    rebuild: bool = False,
) -> DailyRunResult:
    """Runs the job with progress on standard error.

    Raises:
        CommandError: none of the deliveries asked for exists (exit 4).
    """
    from cds_pipeline.orchestration.daily_run import NoDeliveryError, run_daily

    with progress_on_stderr() as progress:
        try:
            return run_daily(settings, first, last, as_of, progress, rebuild=rebuild)
        except NoDeliveryError as error:
            raise CommandError(str(error), ExitCode.NO_DELIVERY) from error


def exit_code(result: DailyRunResult) -> ExitCode:
    """The exit code a result stands for."""
    codes = {
        "published": ExitCode.OK,
        "unchanged": ExitCode.OK,
        "gate_failed": ExitCode.GATE,
        "failed": ExitCode.FAILED,
    }
    return codes[result.verdict]


def report(result: DailyRunResult) -> None:
    """Says on standard error how the run ended and what deserves a look."""
    for warning in result.warnings:
        warn(warning)
    for check in result.checks_failed:
        mark = "[red]Chặn công bố:[/red]" if check.blocks else "[yellow]Cảnh báo:[/yellow]"
        err().print(
            f"{mark} {check.check_id} ({check.table}): {check.failing_count} dòng.",
            plain(check.description_vi),
            soft_wrap=True,
        )
    err().print(_ending(result), soft_wrap=True)


def _ending(result: DailyRunResult) -> str:
    day = "" if result.as_of is None else f" Ngày tính {result.as_of:%d/%m/%Y}."
    match result.verdict:
        case "published":
            return f"[green]Đã công bố[/green] {result.warehouse}.{day} {result.seconds:.1f} giây."
        case "unchanged":
            return f"[green]Không có gì mới[/green], kho đã công bố vẫn đúng.{day}"
        case "gate_failed":
            return "[red]Không công bố:[/red] kiểm tra chặn không đạt; kho cũ giữ nguyên."
        case _:
            kept = "Kho mới đã công bố." if result.published else "Kho cũ giữ nguyên."
            why = plain(result.message)
            return f"[red]Lần chạy hỏng:[/red] {why} {kept} Chi tiết: {result.log}"


def _bounds(
    day: datetime | None, first: datetime | None, last: datetime | None, all_: bool
) -> tuple[date | None, date | None]:
    ways = [day is not None, first is not None or last is not None, all_]
    if sum(ways) > 1:
        raise typer.BadParameter("chỉ dùng một trong --date, --from/--to và --all")
    if day is not None:
        return day.date(), day.date()
    if first is not None and last is not None and first > last:
        raise typer.BadParameter("--from sau --to; đổi chỗ hai ngày")
    return _date(first), _date(last)


def _date(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


@contextmanager
def progress_on_stderr() -> Iterator[Progress]:
    """A progress line on standard error; one plain line per stage where it is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    if not err().is_terminal:
        stages: list[str] = []

        def note(label: str, _done: int, _total: int | None) -> None:
            if label not in stages:
                stages.append(label)
                err().print(f"{label} …")

        yield note
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        tasks = {}

        def show(label: str, done: int, total: int | None) -> None:
            if label not in tasks:
                tasks[label] = bar.add_task(label, total=total)
            bar.update(tasks[label], completed=done, total=total)

        yield show
