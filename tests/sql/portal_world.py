"""A small home with published portal results beside deliveries, built through the real reader."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from small_world import write_reference

from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.build import BuildSession, open_build
from cds_pipeline.warehouse.lake import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def put(home: Path, name: str, content: str | bytes | dict[str, Any]) -> Path:
    """Puts one file into the landing zone, the delivery day first in its name."""
    path = home / "landing" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@contextmanager
def built(tmp_path: Path, **reference: str) -> Iterator[BuildSession]:
    """Every model over what the landing zone of ``tmp_path / "home"`` holds, read by ``ingest``."""
    write_reference(tmp_path / "reference", **reference)
    settings = Settings(
        home=tmp_path / "home", reference=tmp_path / "reference", threads=1, _env_file=None
    )
    ingest(settings)
    with open_build(settings) as session:
        session.prepare()
        for model in session.catalog.models:
            session.build(model.name)
        yield session


def unit(code: str | None, name: str, **metrics: tuple[object, ...]) -> dict[str, Any]:
    """A unit of the ``metrics`` shape; a metric is (numerator, denominator, ratio, score)."""
    found: dict[str, Any] = {
        "departmentName": name,
        "metrics": [
            dict(
                zip(("code", "numerator", "denominator", "ratio", "score"), (key, *m), strict=True)
            )
            for key, m in metrics.items()
        ],
    }
    return found | ({} if code is None else {"departmentCode": code})
