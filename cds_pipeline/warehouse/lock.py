"""One writer at a time for one home: a lock of the operating system, freed when its holder dies.

Belongs here: taking, naming and freeing the lock. Does not belong here: what is written under it.
Readers never take it: they read the published warehouse, which is replaced in one step.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.settings import Settings

_POLL_SECONDS = 0.2


class WriterBusyError(RuntimeError):
    """Another process writes to this home; the message names it and says what to do."""


@contextmanager
def writer_lock(settings: Settings, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the only right to write under ``settings.home``.

    Args:
        settings: whose home is locked; two homes never exclude each other.
        wait_seconds: how long to wait for another writer before giving up.

    Raises:
        WriterBusyError: another process (or another run of this one) still writes after the wait.
        OSError: the build folder cannot be created or written.
    """
    path = settings.build_folder / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not _acquired(handle, wait_seconds):
            raise WriterBusyError(_busy_message(handle, settings))
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        # Closing frees the lock. The file stays: removing it would let a third process lock
        # a new file while a second one still waits for the old.
        os.close(handle)


def _acquired(handle: int, wait_seconds: float) -> bool:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        else:
            return True


def _busy_message(handle: int, settings: Settings) -> str:
    holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "không rõ"
    return (
        f"Một lần chạy khác đang ghi vào {settings.home} (tiến trình {holder}). "
        "Đợi lần chạy đó xong rồi chạy lại; xem tiến độ bằng cds ui."
    )
