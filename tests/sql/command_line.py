"""Runs one ``cds`` command in this process, as a person would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner

from cds_pipeline.cli import console
from cds_pipeline.cli.console import PlainGroup

if TYPE_CHECKING:
    from types import ModuleType

    from click.testing import Result

    from cds_pipeline.settings import Settings


def run_command(command: ModuleType, settings: Settings | None, *arguments: str) -> Result:
    """The result of ``cds <arguments>`` with only ``command`` registered.

    Stdout and stderr are kept apart; the terminal is wide enough not to wrap tables.
    """
    app = typer.Typer(cls=PlainGroup, pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    command.register(app)
    # The consoles remember the streams of whoever asked first.
    console.out.cache_clear()
    console.err.cache_clear()
    environment = {"COLUMNS": "200", "CDS_HOME": str(settings.home) if settings else "/nonexistent"}
    return CliRunner().invoke(app, list(arguments), env=environment)
