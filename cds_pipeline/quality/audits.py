"""Audits: files under ``sql/audits/`` whose query returns the rows that break a rule.

Belongs here: reading those files and running them. Does not belong here: what any audit says
(the SQL does), Great Expectations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from cds_pipeline import paths
from cds_pipeline.models.header import SqlFileError, parse_header, split_file
from cds_pipeline.models.lineage import columns_returned, parse, tables_read
from cds_pipeline.quality.outcome import (
    CheckOutcome,
    Engine,
    PlannedCheck,
    Query,
    Severity,
    judge_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class AuditHeader(BaseModel):
    """Header of an audit file.

    Attributes:
        name: the file's name without ending.
        title_vi: short name shown to people.
        description_vi: the rule in words, and what a returned row means.
        severity: ``error`` blocks publishing, ``warning`` does not.
        table: the table the audit judges; what else it reads is parsed from the SQL.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_vi: str
    description_vi: str
    severity: Severity
    table: str = Field(pattern=r"^[a-z_]+\.[a-z_0-9]+$")


@dataclass(frozen=True)
class Audit:
    """One audit: header, query, every table it reads, the columns of the rows it returns."""

    header: AuditHeader
    sql: str
    tables: frozenset[str]
    columns: tuple[str, ...]
    path: Path

    @property
    def name(self) -> str:
        """The audit's name, also its check id."""
        return self.header.name

    def planned(self, engine: Engine = "sql") -> PlannedCheck:
        """The audit as a check."""
        return PlannedCheck(
            check_id=self.name,
            table=self.header.table,
            severity=self.header.severity,
            description_vi=self.header.description_vi.strip(),
            query=self.sql,
            engine=engine,
        )


def read_audit(path: Path) -> Audit:
    """The audit of one file.

    Raises:
        SqlFileError: header and place disagree, the SQL is not one select with named columns, or
            it does not read the table it says it judges.
    """
    mapping, body = split_file(path)
    header = parse_header(AuditHeader, mapping, path)
    if header.name != path.stem:
        raise SqlFileError(f"{path}: header says name: {header.name}, the file is {path.stem}.sql")
    query = parse(body, str(path))
    tables = tables_read(query)
    if header.table not in tables:
        raise SqlFileError(f"{path}: judges {header.table}, which its query does not read")
    return Audit(header, body.rstrip(";\n "), tables, columns_returned(query, str(path)), path)


def load_audits(sql_folder: Path | None = None) -> tuple[Audit, ...]:
    """Every audit, by name.

    Args:
        sql_folder: the folder ``sql/``; default the project's own.

    Raises:
        SqlFileError: an audit file is malformed.
    """
    folder = (sql_folder or paths.sql_folder()) / "audits"
    return tuple(read_audit(path) for path in sorted(folder.glob("*.sql")))


def run_audits(
    query: Query, names: Sequence[str] | None = None, sql_folder: Path | None = None
) -> list[CheckOutcome]:
    """Runs audits, each to its end whatever the others find.

    Args:
        query: runs one SELECT on the built warehouse.
        names: which audits; default all.
        sql_folder: the folder ``sql/``; default the project's own.

    Returns:
        One outcome per audit, by name; an audit that cannot be carried out has verdict ``error``.

    Raises:
        KeyError: a name is no audit; the message lists what there is.
        SqlFileError: an audit file is malformed.
    """
    known = {audit.name: audit for audit in load_audits(sql_folder)}
    wanted = list(known) if names is None else list(names)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise KeyError(f"{', '.join(unknown)}: no such audit; known: {', '.join(known)}")
    return [judge_rows(known[name].planned(), query) for name in wanted]
