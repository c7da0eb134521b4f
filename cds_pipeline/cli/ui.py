"""``cds ui``: the Dagster UI of this home, on this machine only.

Belongs here: starting it. Does not belong here: what it shows (``assets``).
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from cds_pipeline import paths
from cds_pipeline.cli.console import CommandError, ExitCode, err, read_settings
from cds_pipeline.warehouse.dagster_home import write_dagster_settings

_HOST = "127.0.0.1"

PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Cổng của giao diện.")]


def register(app: typer.Typer) -> None:
    """Adds ``cds ui``."""
    app.command("ui", help="Mở giao diện Dagster của kho này, chỉ trên máy này.")(ui)


def ui(port: PortOption = 3000) -> None:
    """Runs ``dagster dev`` until stopped; the UI has no login, so only this machine sees it."""
    settings = read_settings()
    folder = write_dagster_settings(settings)
    workspace = paths.project_root() / "workspace.yaml"
    err().print(f"Giao diện: http://{_HOST}:{port}  (Ctrl+C để dừng)")
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(workspace)]
    finished = subprocess.run(  # noqa: S603 (our own interpreter)
        [*command, "-h", _HOST, "-p", str(port)],
        env=os.environ | {"DAGSTER_HOME": str(folder), "CDS_HOME": str(settings.home)},
        check=False,
    )
    if finished.returncode != 0:
        raise CommandError(
            f"Giao diện Dagster dừng với mã {finished.returncode}. Cổng {port} có thể đang bận: "
            "thử cds ui --port với một cổng khác.",
            ExitCode.FAILED,
        )
