"""One writer at a time, and never a lock left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.lock import WriterBusyError, writer_lock

if TYPE_CHECKING:
    from pathlib import Path

_HOLDER = """
import sys, time
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.lock import writer_lock
with writer_lock(Settings(home=sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "held"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_second_writer_is_told_who_writes(tmp_path: Path, holder) -> None:
    with (
        pytest.raises(WriterBusyError, match=str(holder.pid)),
        writer_lock(Settings(home=tmp_path)),
    ):
        pass


def test_a_killed_writer_leaves_no_lock(tmp_path: Path, holder) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with writer_lock(Settings(home=tmp_path)):
        assert (tmp_path / "build" / ".lock").read_text().strip() == str(os.getpid())


def test_waiting_writer_gives_up_after_its_time(tmp_path: Path, holder) -> None:
    started = time.monotonic()
    with (
        pytest.raises(WriterBusyError),
        writer_lock(Settings(home=tmp_path), wait_seconds=0.5),
    ):
        pass
    assert time.monotonic() - started >= 0.5


def test_two_homes_do_not_exclude_each_other(tmp_path: Path, holder) -> None:
    with writer_lock(Settings(home=tmp_path / "other")):
        assert holder.poll() is None


def test_lock_is_free_again_after_use(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for _ in range(2):
        with writer_lock(settings):
            pass
