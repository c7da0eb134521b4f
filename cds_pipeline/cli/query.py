"""``cds query``: saved and ad hoc read-only queries on the published warehouse.

Belongs here: options and output. Does not belong here: saved queries (``reporting.queries``), CSV
rules (``reporting.csv_export``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_pipeline.cli.console import (
    CommandError,
    ExitCode,
    err,
    out,
    print_json,
    read_settings,
)
from cds_pipeline.cli.options import JsonOption  # noqa: TC001 - Typer reads it at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from cds_pipeline.warehouse.published import PublishedWarehouse

_READABLE_WIDTH = 12
_BORDER = 3

QueryArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TÊN|SQL", help="Tên truy vấn lưu sẵn, hoặc một câu SELECT. Bỏ trống: liệt kê."
    ),
]
ParameterOption = Annotated[
    list[str] | None,
    typer.Option("--param", help="Tham số của truy vấn lưu sẵn: tên=giá trị; lặp lại được."),
]
CsvOption = Annotated[
    Path | None, typer.Option("--csv", help="Ghi mọi dòng ra tệp CSV này; - là stdout.")
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, help="Số dòng tối đa hiện trên màn hình.")
]


def register(app: typer.Typer) -> None:
    """Adds ``cds query``."""
    app.command("query", help="Truy vấn chỉ đọc trên kho đã công bố.")(query)


def query(
    name_or_sql: QueryArgument = None,
    parameters: ParameterOption = None,
    csv: CsvOption = None,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """Runs a saved query by name or a text as SQL; without an argument lists the saved ones."""
    from cds_pipeline.warehouse.published import open_published

    if csv is not None and as_json:
        raise CommandError("Chọn một trong hai: --csv hoặc --json.", ExitCode.USAGE)
    if name_or_sql is None:
        _list_saved(as_json=as_json)
        return
    with open_published(read_settings()) as warehouse:
        result = _run(warehouse, name_or_sql, _parse(parameters or []))
    if csv is not None:
        _write_csv(result, csv)
    elif as_json:
        print_json({"columns": result.column_names, "rows": result.to_pylist()})
    else:
        _show(result, limit)


def _run(warehouse: PublishedWarehouse, text: str, values: Mapping[str, str]) -> pa.Table:
    """The result, with unique column names."""
    from cds_pipeline.reporting.csv_export import with_unique_names
    from cds_pipeline.reporting.queries import saved_queries

    saved = saved_queries()
    name = text.strip()
    if name in saved:
        return with_unique_names(saved[name].run(warehouse, **values))
    if len(name.split()) == 1 and "(" not in name:
        raise CommandError(
            f"Không có truy vấn «{name}». Truy vấn lưu sẵn: {', '.join(saved)}. Nếu là câu SQL thì "
            "viết cả câu trong một cặp dấu nháy.",
            ExitCode.USAGE,
        )
    return with_unique_names(warehouse.query(text, dict(values) or None))


def _parse(parameters: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in parameters]
    wrong = [name for name, sign, _ in pairs if not sign or not name]
    if wrong:
        raise CommandError(
            f"--param {wrong[0]!r} thiếu dấu bằng. Viết tên=giá trị, ví dụ --param period=week.",
            ExitCode.USAGE,
        )
    return {name.strip(): value for name, _, value in pairs}


def _list_saved(*, as_json: bool) -> None:
    from rich.markup import escape
    from rich.table import Table

    from cds_pipeline.reporting.queries import saved_queries

    headers = [saved.header for saved in saved_queries().values()]
    if as_json:
        print_json({"queries": [header.model_dump() for header in headers]})
        return
    table = Table(title="Truy vấn lưu sẵn", title_justify="left")
    for heading in ("Tên", "Nội dung", "Tham số (* bắt buộc)"):
        table.add_column(heading, overflow="fold")
    for header in headers:
        parameters = (f"{n}*" if p.is_required else n for n, p in header.parameters.items())
        table.add_row(header.name, escape(header.description_vi.strip()), ", ".join(parameters))
    out().print(table)


def _write_csv(result: pa.Table, target: Path) -> None:
    import sys

    from cds_pipeline.reporting.csv_export import csv_text

    text = csv_text(result)
    if str(target) == "-":
        sys.stdout.buffer.write(text.encode("utf-8-sig"))
        return
    draft = target.with_name(f".{target.name}.tmp")
    draft.write_bytes(text.encode("utf-8-sig"))
    draft.replace(target)
    err().print(f"Đã ghi {result.num_rows} dòng vào {target}", soft_wrap=True, markup=False)


def _show(result: pa.Table, limit: int) -> None:
    from cds_pipeline.reporting.numbers import number, plain

    rows = [[plain(value) for value in row.values()] for row in result.slice(0, limit).to_pylist()]
    if _fits(result.column_names, rows):
        _show_table(result.schema, rows)
    else:
        _show_blocks(result.column_names, rows)
    if result.num_rows > limit:
        err().print(
            f"Hiện {number(limit)} trên {number(result.num_rows)} dòng. Xem hết: --limit "
            f"{result.num_rows}, hoặc --csv TỆP.",
            soft_wrap=True,
        )


def _fits(names: list[str], rows: list[list[str]]) -> bool:
    """Whether a table with these columns is readable in this terminal; long texts may wrap."""
    columns = zip(*([names, *rows]), strict=True)
    widths = (min(max(map(len, column)), _READABLE_WIDTH) + _BORDER for column in columns)
    return sum(widths) <= out().width


def _show_table(schema: pa.Schema, rows: list[list[str]]) -> None:
    import pyarrow as pa
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for field in schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(
            escape(field.name), overflow="fold", justify="right" if is_number else "left"
        )
    for row in rows:
        table.add_row(*map(escape, row))
    out().print(table)


def _show_blocks(names: list[str], rows: list[list[str]]) -> None:
    """Rows one below the other, a line a column: for more columns than the terminal holds."""
    indent = max(map(len, names))
    for position, row in enumerate(rows, start=1):
        out().print(f"Dòng {position}", style="bold")
        for name, value in zip(names, row, strict=True):
            out().print(f"  {name:<{indent}}  {value}", markup=False, soft_wrap=True)
