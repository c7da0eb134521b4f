"""The program ``cds``: puts the commands together.

Belongs here: the list of commands and their order in ``--help``. Does not belong here: commands.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.main import get_command

from cds_pipeline import __version__
from cds_pipeline.cli import (
    demo,
    dictionary,
    doctor,
    explain,
    gap,
    purge,
    query,
    rank,
    report,
    running,
    score,
    ui,
    units,
)
from cds_pipeline.cli.console import ExitCode, PlainGroup, err

if TYPE_CHECKING:
    from types import TracebackType

COMMANDS = (
    demo,
    running,
    rank,
    gap,
    explain,
    report,
    query,
    score,
    units,
    purge,
    dictionary,
    doctor,
    ui,
)

app = typer.Typer(
    name="cds",
    cls=PlainGroup,
    help="Xếp hạng bộ phận một cửa và khoảng cách đến chỉ tiêu, từ hồ sơ thủ tục hành chính.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"cds-pipeline {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="In phiên bản rồi thoát."
        ),
    ] = False,
) -> None:
    """Options before any command."""


for command in COMMANDS:
    command.register(app)


def _unforeseen(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        err().print("Đã dừng theo yêu cầu.")
        return
    from cds_pipeline.cli.crash import write_crash

    where = write_crash(kind, error, trace)
    err().print(f"[red]Lỗi không lường trước:[/red] {kind.__name__}. Chi tiết: {where}")


def main() -> None:
    """Entry point of ``cds``; ends the process with an exit code of CONTRACT section 2."""
    sys.excepthook = _unforeseen
    try:
        # The command itself, not the Typer object: that one would replace the hook above.
        get_command(app)()
    except SystemExit as ending:
        if "duckdb_sqlalchemy" not in sys.modules:
            raise
        _leave(ending.code if isinstance(ending.code, int) else ExitCode.OK)


def _leave(code: int) -> NoReturn:
    """Ends the process without taking the interpreter apart.

    With Great Expectations and DuckDB's SQLAlchemy dialect loaded that prints a page of "leaked
    instance" on standard error, and DuckDB 2.0.0 can crash there (2.0.1 mends that).
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
