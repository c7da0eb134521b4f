"""Fixtures of the reading tests; the helper module ``reading_world`` becomes importable."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from typing import TYPE_CHECKING

from reading_world import Landing

from cds_pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing", Settings(home=tmp_path, _env_file=None))


@pytest.fixture
def refusal(landing: Landing) -> Callable[[str, bytes | str], str]:
    """The message a file is refused with."""

    def read(name: str, content: bytes | str) -> str:
        outcome, rows = landing.read(name, content)
        assert (outcome.status, outcome.rows_read, rows) == ("refused", 0, [])
        assert outcome.message is not None
        return outcome.message

    return read
