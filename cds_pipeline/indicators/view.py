"""A view per indicator, so that a file under ``sql/indicators`` is a table of that name too.

Belongs here: completing ``sql/indicator_view.sql`` with an indicator's id and words. Does not
belong here: what the view selects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.models.header import ModelHeader, split_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_pipeline.indicators.definition import Indicator

SCHEMA = "indicators"


def indicator_views(
    template: Path, indicators: Sequence[Indicator]
) -> list[tuple[ModelHeader, str, Path]]:
    """Header, query and file of one view per indicator; the latest definition gives the words.

    Args:
        template: ``sql/indicator_view.sql``.
        indicators: all definition versions, the versions of one indicator in order of time.

    Raises:
        SqlFileError: the template has no header.
    """
    mapping, body = split_file(template)
    latest = {indicator.header.indicator_id: indicator for indicator in indicators}
    views = []
    for indicator_id, indicator in latest.items():
        words = {
            "indicator_id": indicator_id,
            "name": indicator.header.name_vi,
            "definition": indicator.header.definition_vi.strip(),
        }
        header = ModelHeader(
            name=f"{SCHEMA}.{indicator_id}",
            title_vi=mapping["title_vi"].format(**words),
            description_vi=mapping["description_vi"].format(**words),
            grain=mapping["grain"],
            materialized="view",
        )
        views.append((header, body.format(**words), indicator.path))
    return views
