"""One indicator: the header and the two expressions of a file under ``sql/indicators/``.

Belongs here: reading and validating a definition. Does not belong here: counting dossiers.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from cds_pipeline.models.header import SqlFileError, parse_header, split_file

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "staging.dossier_as_of"
_BODY = re.compile(
    r"\Aselect\s+(?P<numerator>.+?)\s+as\s+numerator\s*,\s*(?P<denominator>.+?)\s+as\s+denominator"
    r"\s+from\s+(?P<source>[\w.]+)\s+as\s+d\s*;?\s*\Z",
    re.DOTALL | re.IGNORECASE,
)
_IDENTIFIER = r"^[a-z][a-z0-9_]*$"


class IndicatorHeader(BaseModel):
    """Header of an indicator file; see ``sql/indicators/digitization_rate.sql`` for an example.

    ``full_marks_at_pct`` is the value in percent that earns ``max_score``; ``empty_*`` are what a
    unit without any dossier in the denominator gets (null is not 0).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator_id: str = Field(pattern=_IDENTIFIER)
    definition_version: str = Field(pattern=_IDENTIFIER)
    name_vi: str
    name_en: str
    definition_vi: str
    numerator_vi: str
    denominator_vi: str
    group: Literal[
        "transparency", "progress", "digitization", "online_services", "payment", "satisfaction"
    ]
    unit: Literal["percent"] = "percent"
    direction: Literal["higher", "lower"] = "higher"
    max_score: Decimal | None = None
    scoring: Literal["none", "linear", "capped"] = "none"
    full_marks_at_pct: Decimal = Decimal(100)
    empty_value_pct: Decimal | None = None
    empty_score: Decimal | None = None
    min_denominator: int = Field(default=1, ge=1)
    legal_basis: str
    evidence: Literal["P", "S", "A"]
    valid_from: date
    valid_to: date | None = None
    display_order: int = 1000
    caveats_vi: str = ""


@dataclass(frozen=True)
class Indicator:
    """One definition version of one indicator.

    Attributes:
        header: names, scoring, validity, caveats.
        numerator: SQL aggregate over the rows ``d`` of ``staging.dossier_as_of``.
        denominator: as ``numerator``.
        path: the file it stands in.
    """

    header: IndicatorHeader
    numerator: str
    denominator: str
    path: Path

    @property
    def label(self) -> str:
        """Identifier of this definition version, unique among all."""
        return f"{self.header.indicator_id}__{self.header.definition_version}"


def read_indicator(path: Path) -> Indicator:
    """The indicator of one file.

    Raises:
        SqlFileError: the header or the body is not of the form every indicator file has.
    """
    mapping, body = split_file(path)
    header = parse_header(IndicatorHeader, mapping, path)
    match = _BODY.match(body)
    if match is None or match["source"] != SOURCE:
        raise SqlFileError(
            f"{path}: the body must be `select <expression> as numerator, <expression> as "
            f"denominator from {SOURCE} as d`"
        )
    return Indicator(header, match["numerator"].strip(), match["denominator"].strip(), path)


def read_indicators(folder: Path) -> tuple[Indicator, ...]:
    """All definitions of a folder, in display order.

    Raises:
        SqlFileError: a file is malformed, or two versions of one indicator overlap in time.
    """
    found = sorted(
        (read_indicator(path) for path in folder.glob("*.sql")),
        key=lambda i: (i.header.display_order, i.header.indicator_id, i.header.valid_from),
    )
    for first, second in itertools.pairwise(found):
        a, b = first.header, second.header
        if a.indicator_id == b.indicator_id and (a.valid_to is None or a.valid_to > b.valid_from):
            raise SqlFileError(
                f"{second.path}: {b.indicator_id} {b.definition_version} begins before "
                f"{a.definition_version} ends; set valid_to: {b.valid_from} in {first.path.name}"
            )
    return tuple(found)
