"""The typed header of a SQL file: the YAML in its leading ``/* ... */`` comment.

Belongs here: splitting a file into header and body. Does not belong here: what the body means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cds_pipeline.yaml_text import load_yaml

if TYPE_CHECKING:
    from pathlib import Path

HeaderT = TypeVar("HeaderT", bound=BaseModel)

_LEADING_COMMENT = re.compile(r"\A\s*/\*(?P<header>.*?)\*/\s*(?P<body>.*)\Z", re.DOTALL)


class SqlFileError(ValueError):
    """A SQL file of the project does not say what it must; the message names file and remedy."""


class ModelHeader(BaseModel):
    """Header of a table or view.

    Attributes:
        name: schema and table, equal to the file's place under ``sql/``.
        title_vi: short name shown to people.
        description_vi: what the table holds; becomes the table comment.
        grain: columns that identify a row.
        materialized: ``table`` or ``view``.
        composed: how the body is completed from ``sql/indicators`` (``indicators.one_pass``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title_vi: str
    description_vi: str
    grain: list[str] = []
    materialized: Literal["table", "view"]
    composed: (
        Literal["indicators", "summed_indicators", "distinct_indicators", "petition_indicators"]
        | None
    ) = None


def split_file(path: Path) -> tuple[dict[str, Any], str]:
    """Header mapping and SQL body of a file.

    Raises:
        SqlFileError: the file does not begin with a YAML comment.
    """
    match = _LEADING_COMMENT.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise SqlFileError(f"{path}: begins with no /* header */; copy one from a neighbour")
    try:
        header = load_yaml(match["header"])
    except yaml.YAMLError as error:
        raise SqlFileError(f"{path}: the header is not YAML: {error}") from error
    if not isinstance(header, dict):
        raise SqlFileError(f"{path}: the header holds no `key: value` lines")
    return header, match["body"].strip()


def parse_header(kind: type[HeaderT], header: dict[str, Any], path: Path) -> HeaderT:
    """The header as an object of ``kind``.

    Raises:
        SqlFileError: a key is missing, unknown or of the wrong type.
    """
    try:
        return kind.model_validate(header)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SqlFileError(f"{path}: header: {wrong}") from error
