"""One demonstration home for all golden tests, made through the command a user types."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CDS = Path(sys.executable).with_name("cds")


def run_cds(home: Path, *arguments: str) -> str:
    """Standard output of a ``cds`` command that must succeed."""
    environment = os.environ | {"CDS_HOME": str(home)}
    done = subprocess.run(
        [CDS, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after ``cds demo``."""
    folder = tmp_path_factory.mktemp("demo")
    said = run_cds(folder, "demo", "--dossiers", "20000")
    assert "85,40%" in said
    assert "Huyện Hiệp Hòa" in said
    return folder


@pytest.fixture
def cds(home: Path) -> Callable[..., str]:
    """Runs a command on the demonstration home."""
    return lambda *arguments: run_cds(home, *arguments)
