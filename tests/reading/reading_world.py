"""Small landing files and what reading them gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from cds_pipeline.reading import FileOutcome, read_landing_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cds_pipeline.settings import Settings

HEADINGS = ("Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")
GOOD = ("H02.19-230825-0001", "1.005190", "25/08/2023 08:30:00", "30/08/2023", "Đang xử lý")


@dataclass
class Landing:
    """A landing zone with one delivery day."""

    folder: Path
    settings: Settings

    def put(self, name: str, content: bytes | str) -> Path:
        path = self.folder / "2023-08-25" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read_all(self, path: Path) -> list[tuple[FileOutcome, list[dict[str, Any]]]]:
        """Every outcome with its rows, columns that are null left out."""
        lake = self.folder.parent / "lake"

        def target_of(name: str, kind: str) -> Path:
            return lake / f"{kind}_{name.replace('/', '_')}.parquet"

        name = path.relative_to(self.folder).as_posix()
        outcomes = read_landing_file(path, name, target_of, self.settings)
        assert not list(lake.glob("*.unfinished"))
        found = []
        for outcome in outcomes:
            target = target_of(outcome.file_name, outcome.kind)
            assert target.exists() == (outcome.status == "accepted")
            rows = pl.read_parquet(target).to_dicts() if target.exists() else []
            found.append((outcome, [{k: v for k, v in r.items() if v is not None} for r in rows]))
        return found

    def read(self, name: str, content: bytes | str) -> tuple[FileOutcome, list[dict[str, Any]]]:
        return self.read_all(self.put(name, content))[0]


def as_csv(
    rows: Iterable[Sequence[str]],
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ",",
    line_end: str = "\n",
) -> str:
    """A table as delimited text; cells are written as they are."""
    return "".join(delimiter.join(row) + line_end for row in [headings, *rows])
