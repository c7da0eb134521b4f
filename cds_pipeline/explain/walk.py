"""From one figure to its definition, its parts and its dossiers.

Belongs here: running the ``explain_*`` queries in order and checking that they add up. Does not
belong here: their SQL (``sql/queries``), printing (``cli``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.explain.unit_search import Unit, find_unit
from cds_pipeline.reporting.queries import saved_queries
from cds_pipeline.reporting.selection import NoSuchChoiceError, Selection, choose_indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cds_pipeline.warehouse.published import PublishedWarehouse

Row = dict[str, Any]


@dataclass(frozen=True)
class DossierEvidence:
    """The dossiers behind a figure, counted again one by one.

    Attributes:
        counts: dossiers per (in the numerator or not, status).
        missing: dossiers of the denominator that are not in the numerator, oldest first.
        counted: dossiers of the numerator, oldest first. Both lists hold at most as many rows as
            asked for, never personal data.
        add_up: whether the dossiers give exactly the published numerator and denominator.
    """

    counts: Sequence[Row]
    missing: Sequence[Row]
    counted: Sequence[Row]
    add_up: bool

    @property
    def dossiers_counted(self) -> int:
        """Dossiers in the numerator."""
        return sum(row["dossiers"] for row in self.counts if row["in_numerator"])

    @property
    def dossiers_missing(self) -> int:
        """Dossiers in the denominator only."""
        return sum(row["dossiers"] for row in self.counts if not row["in_numerator"])


@dataclass(frozen=True)
class Explanation:
    """One figure taken apart.

    Attributes:
        selection: the period.
        unit: a row of ``marts.dim_unit``.
        definition: a row of ``marts.dim_indicator``.
        value: a row of ``marts.fact_indicator``.
        parts: own office and units below; one row (the unit itself) when there are none below.
        parts_add_up: whether the parts give exactly the figure.
        evidence: None where single dossiers are not kept: on the days of comparison.
    """

    selection: Selection
    unit: Unit
    definition: Row
    value: Row
    parts: Sequence[Row]
    parts_add_up: bool
    evidence: DossierEvidence | None

    @property
    def has_units_below(self) -> bool:
        """Whether the figure is made of more than the unit's own office."""
        return any(not part["is_own_office"] for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values, keys as in the tables."""
        evidence = self.evidence
        return {
            "as_of_date": self.selection.as_of,
            "period_type": self.selection.period_type,
            "period_start": self.selection.period_start,
            "is_provisional": self.selection.is_provisional,
            "unit": self.unit,
            "definition": self.definition,
            "value": self.value,
            "parts": list(self.parts),
            "parts_add_up": self.parts_add_up,
            "dossiers": None
            if evidence is None
            else {
                "in_numerator": evidence.dossiers_counted,
                "not_in_numerator": evidence.dossiers_missing,
                "add_up": evidence.add_up,
                "counts": list(evidence.counts),
                "not_in_numerator_rows": list(evidence.missing),
                "in_numerator_rows": list(evidence.counted),
            },
        }


def explain(
    warehouse: PublishedWarehouse,
    selection: Selection,
    unit_text: str,
    indicator_id: str,
    max_rows: int = 20,
) -> Explanation:
    """Takes one figure apart.

    Args:
        warehouse: the published warehouse.
        selection: the period.
        unit_text: code or name of the unit.
        indicator_id: the indicator.
        max_rows: how many dossiers to list on each side of the numerator.

    Raises:
        NoSuchChoiceError: unit or indicator do not exist in that period; the message lists what
            does.
    """
    definition = choose_indicator(warehouse, selection, indicator_id)
    unit = find_unit(warehouse, selection, unit_text)
    figure = selection.keys | {"indicator": indicator_id, "unit": unit["unit_key"]}
    values = saved_queries()["explain_value"].rows(warehouse, **figure)
    if not values:
        raise NoSuchChoiceError(
            f"{unit['unit_name']} không có số liệu {indicator_id} trong {selection.name.lower()}."
        )
    value = values[0]
    parts, evidence = _below(warehouse, selection, figure, value, max_rows)
    return Explanation(selection, unit, definition, value, parts, _adds_up(parts, value), evidence)


def _below(
    warehouse: PublishedWarehouse,
    selection: Selection,
    figure: dict[str, Any],
    value: Row,
    max_rows: int,
) -> tuple[list[Row], DossierEvidence | None]:
    """Parts and dossiers of a figure; dossiers are kept for the last run's own day only."""
    queries = saved_queries()
    if not selection.is_run_date:
        return queries["explain_parts_published"].rows(warehouse, **figure), None
    asked = {name: figure[name] for name in ("period", "start", "indicator", "unit")}
    asked["version"] = value["definition_version"]
    names = load_vocabulary().codes["status"]
    counts = queries["explain_counts"].rows(warehouse, **asked)
    sides = [
        queries["explain_dossiers"].rows(warehouse, **asked, in_numerator=side, max_rows=max_rows)
        for side in (False, True)
    ]
    for row in (*counts, *sides[0], *sides[1]):
        row["status_name"] = names[row["status"]][0]
    evidence = DossierEvidence(counts, sides[0], sides[1], _adds_up(counts, value))
    return queries["explain_parts"].rows(warehouse, **asked), evidence


def _adds_up(rows: Iterable[Row], value: Row) -> bool:
    counted = [(row["numerator"], row["denominator"]) for row in rows]
    return (sum(n for n, _ in counted), sum(d for _, d in counted)) == (
        value["numerator"],
        value["denominator"],
    )
