"""What Dagster shows of a table: description, columns, row count, a preview, the SQL behind it.

Belongs here: turning catalogue entries and built tables into metadata. Does not belong here:
choosing figures (``sql/previews``), Markdown syntax (``markdown``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from cds_pipeline.orchestration.markdown import fitting_table, sql_block
from cds_pipeline.orchestration.previews import load_previews
from cds_pipeline.warehouse.comments import column_meanings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cds_pipeline.models.catalog import SqlModel
    from cds_pipeline.orchestration.workshop import Workshop
    from cds_pipeline.warehouse.build import BuildSession

# The UI hides a longer text behind a link.
INLINE_CHARACTERS = 999
Metadata = dict[str, dg.MetadataValue]


def describe_model(model: SqlModel) -> str:
    """Title, description and grain of a model, as Markdown."""
    grain = ", ".join(f"`{column}`" for column in model.header.grain)
    # No emphasis: lists of assets show the text as it is.
    parts = [f"{model.header.title_vi}.", model.header.description_vi.strip()]
    return "\n\n".join([*parts, f"Một dòng cho mỗi: {grain}."] if grain else parts)


def definition_metadata(model: SqlModel) -> Metadata:
    """What is known of a table before it is built."""
    meanings = column_meanings()
    return {
        "dagster/column_schema": column_schema((c, "", meanings.get(c)) for c in model.columns),
        "dagster/table_name": dg.MetadataValue.text(f"cds.{model.name}"),
        "Tệp SQL": dg.MetadataValue.text(f"sql/{model.schema}/{model.table}.sql"),
        "Câu lệnh": dg.MetadataValue.md(sql_block(model.sql)),
    }


def built_metadata(workshop: Workshop, name: str, rows: int | None, seconds: float) -> Metadata:
    """What is known of a table once it is built.

    Args:
        workshop: the run's workshop; its session holds the table.
        name: ``schema.table``.
        rows: its rows; None where counting would mean computing a view.
        seconds: how long building took.
    """
    metadata = preview(workshop.session, name)
    if rows is not None:
        metadata["dagster/row_count"] = dg.MetadataValue.int(rows)
    if workshop.as_of is not None:
        metadata["Ngày tính"] = dg.MetadataValue.text(f"{workshop.as_of:%d/%m/%Y}")
    metadata["Giây"] = dg.MetadataValue.float(round(seconds, 3))
    metadata["dagster/column_schema"] = schema_of(workshop.session, name)
    return metadata


def preview(session: BuildSession, name: str) -> Metadata:
    """The table's preview as a Markdown table, under its heading; empty where it has none."""
    found = load_previews().get(name)
    if found is None:
        return {}
    rows = session.query(found.sql)
    before = f"{found.header.description_vi.strip()}\n\n"
    room = INLINE_CHARACTERS - len(before)
    table = fitting_table(rows.to_pylist(), rows.column_names, room)
    return {found.header.title_vi: dg.MetadataValue.md(before + table)}


def schema_of(session: BuildSession, name: str) -> dg.TableSchemaMetadataValue:
    """Columns of a built table with their types and meanings."""
    described = session.query(f"describe {name}")
    meanings = column_meanings()
    pairs: Mapping[str, str] = dict(
        zip(
            described.column("column_name").to_pylist(),
            described.column("column_type").to_pylist(),
            strict=True,
        )
    )
    return column_schema((column, kind, meanings.get(column)) for column, kind in pairs.items())


def column_schema(
    columns: Iterable[tuple[str, str, str | None]],
) -> dg.TableSchemaMetadataValue:
    """Name, type (may be empty) and meaning of each column as Dagster's column schema."""
    return dg.MetadataValue.table_schema(
        dg.TableSchema(
            columns=[
                dg.TableColumn(name=name, type=kind or "?", description=meaning)
                for name, kind, meaning in columns
            ]
        )
    )
