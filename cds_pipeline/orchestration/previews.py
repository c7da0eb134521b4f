"""Previews: queries under ``sql/previews`` whose rows are shown on a table's page in Dagster.

Belongs here: finding and reading them. Does not belong here: what they select.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from cds_pipeline import paths
from cds_pipeline.models.header import SqlFileError, parse_header, split_file

if TYPE_CHECKING:
    from pathlib import Path


class PreviewHeader(BaseModel):
    """Header of a preview: the table it belongs to, its heading and what it shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title_vi: str
    description_vi: str


@dataclass(frozen=True)
class Preview:
    """One query and its heading."""

    header: PreviewHeader
    sql: str


@cache
def load_previews(sql_folder: Path | None = None) -> dict[str, Preview]:
    """Previews by the table they belong to.

    Raises:
        SqlFileError: a header is malformed or names another table than the file's place.
    """
    folder = (sql_folder or paths.sql_folder()) / "previews"
    previews = {}
    for path in sorted(folder.glob("*/*.sql")):
        mapping, sql = split_file(path)
        header = parse_header(PreviewHeader, mapping, path)
        if header.name != f"{path.parent.name}.{path.stem}":
            raise SqlFileError(f"{path}: header says name: {header.name}; move or rename it")
        previews[header.name] = Preview(header, sql)
    return previews
