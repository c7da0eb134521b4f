"""``cds report``: writes the bulletin of what is published.

Belongs here: options and what is said. Does not belong here: the bulletin (``reporting``).
"""

from __future__ import annotations

from typing import Annotated

import typer

from cds_pipeline.cli.console import err, out, print_json, read_settings
from cds_pipeline.cli.options import JsonOption  # noqa: TC001 - Typer reads it at run time

FormatOption = Annotated[
    str, typer.Option("--format", "-f", help="Định dạng, cách nhau bằng dấu phẩy: html, xlsx.")
]
WeekOption = Annotated[
    str | None,
    typer.Option("--week", help="Tuần ISO, ví dụ 2023-W34 (mặc định: lũy kế từ đầu năm)."),
]


def register(app: typer.Typer) -> None:
    """Adds ``cds report``."""
    app.command("report", help="Lập bản tin: một trang HTML và một bảng tính Excel.")(report)


def report(
    formats: FormatOption = "html,xlsx",
    week: WeekOption = None,
    as_json: JsonOption = False,
) -> None:
    """Writes the bulletin and prints where each file is."""
    from cds_pipeline.reporting import write_bulletin

    settings = read_settings()
    names = [name.strip().lower() for name in formats.split(",") if name.strip()]
    err().print(f"Lập bản tin từ {settings.published_warehouse} …", soft_wrap=True)
    paths = write_bulletin(settings, names, week)
    if as_json:
        print_json({"files": paths})
        return
    for path in paths:
        out().print(str(path), soft_wrap=True, markup=False)
