"""Shared by all tests: the helpers of ``tests/sql`` are importable, the environment is clean."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "sql"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CDS_")]:
        if name != "CDS_REQUIRE_ENVIRONMENT":
            monkeypatch.delenv(name)
