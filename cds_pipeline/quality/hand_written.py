"""What people wrote about the public tables: ``sql/expectations.yml``, read and checked.

Belongs here: the form of that file. Does not belong here: what is generated without being written
(``suites``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cds_pipeline import paths
from cds_pipeline.models.header import SqlFileError
from cds_pipeline.quality.outcome import Severity
from cds_pipeline.yaml_text import load_yaml

if TYPE_CHECKING:
    from pathlib import Path


class RowsRule(BaseModel):
    """A hand-written rule of one table: a query that returns the rows breaking it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    vi: str
    sql: str
    severity: Severity = "error"


class TableRules(BaseModel):
    """What ``sql/expectations.yml`` says of one table; see the file's own explanation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_null: list[str] = []
    nullable: list[str] = []
    types: dict[str, str] = {}
    allowed: dict[str, list[str]] = {}
    audits: list[str] = []
    rows: list[RowsRule] = []


class Rules(BaseModel):
    """All of ``sql/expectations.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allowed: dict[str, list[str]]
    tables: dict[str, TableRules]
    each_indicator: list[RowsRule]

    def claimed_audits(self) -> frozenset[str]:
        """Names of the audits that run inside a suite."""
        return frozenset(name for table in self.tables.values() for name in table.audits)


def load_rules(sql_folder: Path | None = None) -> Rules:
    """Reads ``sql/expectations.yml``.

    Raises:
        SqlFileError: the file is not of its form; the message names the key.
    """
    path = (sql_folder or paths.sql_folder()) / "expectations.yml"
    try:
        return Rules.model_validate(read_yaml(path))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SqlFileError(f"{path}: {wrong}") from error


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file of the project."""
    loaded: dict[str, Any] = load_yaml(path.read_text(encoding="utf-8"))
    return loaded
