"""Where the details of an error nobody foresaw go: a file in the home, not the terminal.

Belongs here: writing that file. Does not belong here: errors with a known meaning (``console``).
"""

from __future__ import annotations

import tempfile
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from cds_pipeline.settings import TIME_ZONE, load_settings

if TYPE_CHECKING:
    from types import TracebackType


def write_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> Path:
    """Writes the traceback, without the values of variables.

    Returns:
        The file: under ``home/logs``, or the system's temporary folder where that fails.
    """
    text = "".join(traceback.format_exception(kind, error, trace))
    name = f"cds-{datetime.now(ZoneInfo(TIME_ZONE)):%Y%m%d-%H%M%S}.log"
    try:
        folder = load_settings().home / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8")
    except (OSError, ValidationError):
        path = Path(tempfile.gettempdir()) / name
        path.write_text(text, encoding="utf-8")
    return path
