"""``cds dictionary``: the data dictionary, generated from ``sql/``.

Belongs here: the command. Does not belong here: the text (``warehouse/dictionary.py``).
"""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command("dictionary")(dictionary_command)


def dictionary_command(
    write: Annotated[
        bool, typer.Option("--write", help="Ghi vào warehouse/dictionary.md thay vì in ra.")
    ] = False,
) -> None:
    """In từ điển dữ liệu (bảng, cột, chỉ tiêu, quy tắc) dạng Markdown."""
    from cds_pipeline import paths
    from cds_pipeline.models.catalog import load_catalog
    from cds_pipeline.warehouse.dictionary import dictionary

    text = dictionary(load_catalog())
    if write:
        target = paths.project_root() / "warehouse" / "dictionary.md"
        target.write_text(text, encoding="utf-8")
        typer.echo(target, err=True)
    else:
        typer.echo(text, nl=False)
