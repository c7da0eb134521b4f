"""``cds purge``: removes landing files past their time.

Belongs here: options, what is said. Does not belong here: which files may go (``warehouse.purge``).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cds_pipeline.cli.console import (
    CommandError,
    ExitCode,
    err,
    out,
    plain,
    print_json,
    read_settings,
)
from cds_pipeline.cli.options import JsonOption  # noqa: TC001 - Typer reads it at run time
from cds_pipeline.settings import TIME_ZONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_pipeline.warehouse.purge import Candidate

_SHOWN = 30

DaysOption = Annotated[
    int | None,
    typer.Option(
        "--days", min=0, help="Giữ tệp bao nhiêu ngày sau ngày giao (mặc định CDS_RETENTION_DAYS)."
    ),
]
ApplyOption = Annotated[
    bool, typer.Option("--apply/--dry-run", help="Xóa thật (mặc định chỉ liệt kê).")
]
RefusedOption = Annotated[
    bool, typer.Option("--refused", help="Xóa cả tệp quá hạn đã bị từ chối, dù chưa đọc được.")
]


def register(app: typer.Typer) -> None:
    """Adds ``cds purge``."""
    app.command(
        "purge",
        help="Xóa tệp gốc quá hạn giữ khỏi vùng tiếp nhận; kho đã công bố không đổi. "
        "Mặc định chỉ liệt kê; thêm --apply để xóa.",
    )(purge)


def purge(
    days: DaysOption = None,
    apply: ApplyOption = False,
    refused: RefusedOption = False,
    as_json: JsonOption = False,
) -> None:
    """Lists, or removes and logs, the landing files that are kept no longer."""
    from cds_pipeline.warehouse.lock import writer_lock
    from cds_pipeline.warehouse.purge import log_file, past_their_time, remove

    settings = read_settings()
    kept_days = settings.retention_days if days is None else days
    if kept_days is None:
        raise CommandError(
            "Chưa đặt thời hạn giữ tệp. Đặt CDS_RETENTION_DAYS (số ngày sau ngày giao) hoặc dùng "
            "--days.",
            ExitCode.USAGE,
        )
    today = datetime.now(ZoneInfo(TIME_ZONE)).date()
    found = past_their_time(settings, kept_days, today, with_refused=refused)
    chosen = [candidate for candidate in found if candidate.verdict == "remove"]
    kept = [candidate for candidate in found if candidate.verdict != "remove"]
    if apply:
        with writer_lock(settings):
            chosen = remove(settings, chosen, with_refused=refused)
    log = log_file(settings) if apply and chosen else None
    if as_json:
        print_json(_as_json(kept_days, chosen, kept, applied=apply) | {"log": log})
        return
    _report(chosen, kept, applied=apply)
    if log is not None:
        err().print(f"Nhật ký xóa: {plain(str(log))}", soft_wrap=True)


def _report(chosen: Sequence[Candidate], kept: Sequence[Candidate], *, applied: bool) -> None:
    from cds_pipeline.warehouse.purge import KEPT_BECAUSE

    for candidate in chosen[:_SHOWN]:
        out().print(plain(candidate.file.file_name), soft_wrap=True)
    if len(chosen) > _SHOWN:
        out().print(f"… và {len(chosen) - _SHOWN} tệp nữa")
    megabytes = sum(candidate.size for candidate in chosen) / 1e6
    done = "Đã xóa" if applied else "Sẽ xóa (thêm --apply để xóa thật)"
    err().print(f"{done}: {len(chosen)} tệp, {megabytes:.1f} MB.")
    for verdict, why in KEPT_BECAUSE.items():
        names = [c.file.file_name for c in kept if c.verdict == verdict]
        if names:
            shown = ", ".join(map(plain, names[:3]))
            err().print(f"Giữ lại {len(names)} tệp quá hạn vì {why}, như {shown}.", soft_wrap=True)


def _as_json(
    days: int, chosen: Sequence[Candidate], kept: Sequence[Candidate], *, applied: bool
) -> dict[str, Any]:
    return {
        "retention_days": days,
        "applied": applied,
        "removed" if applied else "would_remove": [c.file.file_name for c in chosen],
        "bytes": sum(candidate.size for candidate in chosen),
        "kept": [{"file_name": c.file.file_name, "reason": c.verdict} for c in kept],
    }
