"""Writes the bulletin: one file a format into the reports folder, replaced in one step.

Belongs here: formats, file names, writing. Does not belong here: content and layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.reporting.content import Bulletin, gather
from cds_pipeline.reporting.page import render
from cds_pipeline.reporting.selection import NoSuchChoiceError
from cds_pipeline.reporting.workbook import write_workbook
from cds_pipeline.warehouse.published import open_published

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_pipeline.settings import Settings

FORMATS = ("html", "xlsx")


def write_bulletin(
    settings: Settings, formats: Sequence[str] = FORMATS, week: str | None = None
) -> list[Path]:
    """Writes the bulletin of what is published now.

    Args:
        settings: whose warehouse is read and whose reports folder is written.
        formats: ``html`` and ``xlsx``; a format named twice is written once.
        week: ISO week such as ``2023-W34``; default the year to date.

    Returns:
        The files written, in the order of ``formats``.

    Raises:
        NoSuchChoiceError: a format or the week does not exist; the message lists what does.
        NotPublishedError: nothing is published yet.
        OSError: the reports folder cannot be written.
    """
    wanted = list(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise NoSuchChoiceError(
            f"Chưa có định dạng {', '.join(unknown) or '(trống)'}. Định dạng có sẵn: "
            f"{', '.join(FORMATS)}."
        )
    with open_published(settings) as warehouse:
        bulletin = gather(settings, warehouse, week)
    settings.reports_folder.mkdir(parents=True, exist_ok=True)
    return [_write(bulletin, settings.reports_folder, name) for name in wanted]


def file_stem(bulletin: Bulletin) -> str:
    """File name without ending: the as-of date, or the week."""
    selection = bulletin.selection
    if selection.period_type == "week":
        week = selection.period_start.isocalendar()
        return f"ban-tin-{week.year}-W{week.week:02d}"
    return f"ban-tin-{selection.as_of:%Y-%m-%d}"


def _write(bulletin: Bulletin, folder: Path, name: str) -> Path:
    target = folder / f"{file_stem(bulletin)}.{name}"
    draft = folder / f".{target.stem}.tmp.{name}"
    if name == "html":
        draft.write_text(render(bulletin), encoding="utf-8")
    else:
        write_workbook(bulletin, draft)
    return draft.replace(target)
