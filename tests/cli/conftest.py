"""One published small province for all tests of this folder: they only read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from published_world import publish_world

if TYPE_CHECKING:
    from cds_pipeline.settings import Settings


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publish_world(tmp_path_factory.mktemp("world"))
