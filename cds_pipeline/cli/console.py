"""What all commands share: where text goes, how JSON is printed, how errors become exit codes.

Belongs here: output and exit codes of CONTRACT section 2. Does not belong here: any one command.
"""

from __future__ import annotations

import enum
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from cds_pipeline.settings import Settings


class ExitCode(enum.IntEnum):
    """Exit codes, public interface."""

    OK = 0
    FAILED = 1
    USAGE = 2
    GATE = 3
    NO_DELIVERY = 4


class CommandError(Exception):
    """Ends a command with a message in plain words and an exit code."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code


@cache
def out() -> Console:
    """Standard output: results only."""
    from rich.console import Console

    return Console(highlight=False)


@cache
def err() -> Console:
    """Standard error: progress, warnings, errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_json(payload: Mapping[str, Any]) -> None:
    """Prints one JSON object on standard output; dates as ISO text, paths as text."""
    import orjson

    text = orjson.dumps(payload, default=str, option=orjson.OPT_INDENT_2)
    sys.stdout.write(text.decode() + "\n")


def warn(message: str) -> None:
    """One warning line on standard error."""
    err().print(f"[yellow]Lưu ý:[/yellow] {plain(message)}", soft_wrap=True)


def read_settings() -> Settings:
    """The operator's settings.

    Raises:
        CommandError: a variable is malformed; names it and what is wrong (exit 2).
    """
    from pydantic import ValidationError

    from cds_pipeline.settings import load_settings

    try:
        return load_settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"CDS_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
        raise CommandError(
            f"Cài đặt không hợp lệ: {wrong}. Sửa biến môi trường hoặc tệp .env rồi chạy lại.",
            ExitCode.USAGE,
        ) from error


class PlainGroup(TyperGroup):
    """A command group whose known errors end in one line and their exit code, no traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; turns an error with a known meaning into its exit code."""
        try:
            return super().invoke(ctx)
        except CommandError as error:
            _print_error(error)
            raise typer.Exit(error.code) from error
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except (ValueError, RuntimeError, OSError) as error:
            code = known_exit_code(error)
            if code is None:
                raise
            _print_error(error)
            raise typer.Exit(code) from error


def known_exit_code(error: BaseException) -> ExitCode | None:
    """The exit code of an error the library raises on purpose; None for any other error."""
    from cds_pipeline.models.header import SqlFileError
    from cds_pipeline.reference.errors import ReferenceDataError
    from cds_pipeline.warehouse.lock import WriterBusyError
    from cds_pipeline.warehouse.published import NotPublishedError, QueryError

    match error:
        case ReferenceDataError() | SqlFileError() | QueryError() | NotPublishedError():
            return ExitCode.USAGE
        case WriterBusyError() | OSError():
            return ExitCode.FAILED
        case _:
            return None


def _print_error(error: BaseException) -> None:
    err().print(f"[red]Lỗi:[/red] {plain(str(error))}", soft_wrap=True)


def plain(text: str) -> str:
    """The text as it is: brackets in it are no markup."""
    from rich.markup import escape

    return escape(text)
