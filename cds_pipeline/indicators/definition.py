"""One indicator: the header and the expressions of a file under ``sql/indicators/``.

Belongs here: reading and validating a definition. Does not belong here: counting dossiers, scores.
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
    from collections.abc import Iterable
    from pathlib import Path

Source = Literal["dossiers", "petitions", "portal"]

# What an indicator may count, and the name its rows have in the expressions.
SOURCES: dict[tuple[str, str], Source] = {
    ("staging.dossier_as_of", "d"): "dossiers",
    ("staging.petition_as_of", "p"): "petitions",
    ("marts.fact_portal_observation", "o"): "portal",
}
_BODY = re.compile(
    r"\Aselect\s+(?P<numerator>.+?)\s+as\s+numerator\s*,\s*(?P<denominator>.+?)\s+as\s+denominator"
    r"(?:\s*,\s*(?P<left_out>.+?)\s+as\s+left_out)?"
    r"\s+from\s+(?P<source>[\w.]+)\s+as\s+(?P<alias>\w+)\s*;?\s*\Z",
    re.DOTALL | re.IGNORECASE,
)
_DISTINCT = re.compile(
    r"\Acount\(\s*distinct\s+(?P<key>d\.\w+)\s*\)\s*filter\s*\(\s*where\s+(?P<condition>.+)\)\Z",
    re.DOTALL | re.IGNORECASE,
)
_IDENTIFIER = r"^[a-z][a-z0-9_]*$"


class IndicatorHeader(BaseModel):
    """Header of an indicator file; see ``sql/indicators/digitization_rate.sql`` for an example.

    ``full_marks_at_pct`` is the value in percent that earns ``max_score``; ``empty_*`` are what a
    unit without anything in the denominator gets (null is not 0). ``additive: false`` counts
    distinct things (procedures) and is counted anew for every unit and period, never summed.
    ``lists_empty_days`` gives every unit a row for every single day, dossiers or not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator_id: str = Field(pattern=_IDENTIFIER)
    definition_version: str = Field(pattern=_IDENTIFIER)
    name_vi: str
    name_en: str
    definition_vi: str
    numerator_vi: str
    denominator_vi: str
    left_out_vi: str = ""
    group: Literal[
        "transparency", "progress", "digitization", "online_services", "payment", "satisfaction"
    ]
    unit: Literal["percent", "days"] = "percent"
    direction: Literal["higher", "lower"] = "higher"
    additive: bool = True
    max_score: Decimal | None = Field(default=None, ge=0, decimal_places=2)
    scoring: Literal["none", "linear", "capped"] = "none"
    full_marks_at_pct: Decimal = Field(default=Decimal(100), gt=0, decimal_places=2)
    value_decimals: int = Field(default=2, ge=0, le=4)
    empty_value_pct: Decimal | None = None
    empty_score: Decimal | None = None
    min_denominator: int = Field(default=1, ge=1)
    lists_empty_days: bool = False
    legal_basis: str
    evidence: Literal["P", "S", "A"]
    valid_from: date
    valid_to: date | None = None
    display_order: int = 1000
    caveats_vi: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Whether this definition version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Indicator:
    """One definition version of one indicator.

    Attributes:
        header: names, scoring, validity, caveats.
        numerator: SQL aggregate over the rows of its source.
        denominator: as ``numerator``.
        left_out: dossiers whose procedure or applicant is not known well enough to be counted;
            None where every dossier can be judged.
        source: what is counted, or where the figure is taken from.
        path: the file it stands in.
    """

    header: IndicatorHeader
    numerator: str
    denominator: str
    path: Path
    left_out: str | None = None
    source: Source = "dossiers"

    @property
    def label(self) -> str:
        """Identifier of this definition version, unique among all."""
        return f"{self.header.indicator_id}__{self.header.definition_version}"

    def distinct_parts(self) -> tuple[str, str, str]:
        """For a count of distinct things: what is counted, and when it is in either part.

        Returns:
            The column, the condition of the numerator, the condition of the denominator.

        Raises:
            SqlFileError: the expressions are not of the form such an indicator needs.
        """
        parts = [_DISTINCT.match(text) for text in (self.numerator, self.denominator)]
        top, bottom = parts
        if top is None or bottom is None or top["key"] != bottom["key"]:
            raise SqlFileError(
                f"{self.path}: with `additive: false` both expressions must be "
                "`count(distinct d.<column>) filter (where <condition>)` of one column"
            )
        return top["key"], top["condition"].strip(), bottom["condition"].strip()


def read_indicator(path: Path) -> Indicator:
    """The indicator of one file.

    Raises:
        SqlFileError: the header or the body is not of the form every indicator file has.
    """
    mapping, body = split_file(path)
    header = parse_header(IndicatorHeader, mapping, path)
    match = _BODY.match(body)
    source = None if match is None else SOURCES.get((match["source"], match["alias"]))
    if match is None or source is None:
        places = " or ".join(f"{table} as {alias}" for table, alias in SOURCES)
        raise SqlFileError(
            f"{path}: the body must be `select <expression> as numerator, <expression> as "
            f"denominator[, <expression> as left_out] from {places}`"
        )
    left_out = match["left_out"]
    indicator = Indicator(
        header,
        match["numerator"].strip(),
        match["denominator"].strip(),
        path,
        None if left_out is None else left_out.strip(),
        source,
    )
    _check(indicator)
    return indicator


def _check(indicator: Indicator) -> None:
    if not indicator.header.additive:
        indicator.distinct_parts()
    if (indicator.left_out is not None) != bool(indicator.header.left_out_vi.strip()):
        raise SqlFileError(
            f"{indicator.path}: `left_out` in the select and `left_out_vi` in the header "
            "go together"
        )


def read_indicators(folder: Path) -> tuple[Indicator, ...]:
    """All definitions of a folder, in display order.

    Raises:
        SqlFileError: a file is malformed, or two versions of one indicator overlap in time.
    """
    found = sorted(
        (read_indicator(path) for path in folder.glob("*.sql")),
        key=lambda i: (i.header.display_order, i.header.indicator_id, i.header.valid_from),
    )
    for first, second in itertools.pairwise(_by_indicator(found)):
        a, b = first.header, second.header
        if a.indicator_id == b.indicator_id and (a.valid_to is None or a.valid_to > b.valid_from):
            raise SqlFileError(
                f"{second.path}: {b.indicator_id} {b.definition_version} begins before "
                f"{a.definition_version} ends; set valid_to: {b.valid_from} in {first.path.name}"
            )
    return tuple(found)


def _by_indicator(indicators: Iterable[Indicator]) -> list[Indicator]:
    return sorted(indicators, key=lambda i: (i.header.indicator_id, i.header.valid_from))
