"""The reference tables in force: the operator's files, the shipped ones for the rest.

Belongs here: which file counts, what rows must be to other files, and the tables as Arrow.
Does not belong here: reading one file (``csv_file``), resolving dossiers (SQL).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from cds_pipeline import paths
from cds_pipeline.reference.corrections import complete_corrections
from cds_pipeline.reference.csv_file import CsvTable, empty_table, read_csv
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.parameters import check_parameters
from cds_pipeline.reference.shapes import POLARS_TYPES, SHAPES, Kind, Shape
from cds_pipeline.reference.text import text_key
from cds_pipeline.reference.unit_names import agency_code
from cds_pipeline.reference.units import UnitCodes, add_unit_keys, check_validity, link_parents

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings

__all__ = ["Reference", "ReferenceDataError", "load_reference"]

# A procedure without a start date is known for all times.
_ALWAYS = date(1900, 1, 1)
_DERIVED: dict[str, Kind] = {
    "valid_from": "date",
    "valid_to": "date",
    "correction_no": "integer",
}


@dataclass(frozen=True)
class Reference:
    """The reference tables of one run.

    Attributes:
        tables: ``units, unit_lineage, unit_code_alias, procedures, targets, workdays,
            adjustments, corrections, parameters, precedence``; columns of CONTRACT.md section 1.3
            plus ``unit_key, name_key, type_key, full_key, sort_key`` for units, ``name_key`` for
            procedures, ``valid_from, valid_to`` for unit_code_alias, ``correction_no``.
        notes: what was ignored and taken from elsewhere, in Vietnamese.
    """

    tables: dict[str, pa.Table]
    notes: list[str] = field(default_factory=list)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all tables; equal when and only when the tables are equal."""
        digest = hashlib.sha256()
        for name, table in sorted(self.tables.items()):
            digest.update(repr((name, table.to_pydict())).encode())
        return digest.hexdigest()


def load_reference(settings: Settings) -> Reference:
    """Load and check the reference tables.

    Args:
        settings: ``reference`` names the operator's folder; unset means the shipped one.

    Returns:
        The tables in force. A file missing in the operator's folder is the shipped one, whose
        rows naming a unit outside the units in force are ignored and counted in the notes;
        aliases, adjustments, corrections and precedence are never inherited.

    Raises:
        ReferenceDataError: a file cannot be used; names file, line, value and remedy.
    """
    shipped = paths.shipped_reference()
    folder = settings.reference_folder
    if not folder.is_dir():
        raise ReferenceDataError(
            folder, "thư mục danh mục không tồn tại", "tạo thư mục hoặc sửa biến CDS_REFERENCE"
        )
    files = {name: _read(folder, shipped, shape) for name, shape in SHAPES.items()}
    notes = [note for table, _ in files.values() for note in table.notes]
    units, _ = files["units"]
    check_validity(units, "unit_code")
    codes = UnitCodes(units)
    link_parents(units, codes)
    add_unit_keys(units)
    notes += _unit_notes(units, codes)
    for name, (table, is_own) in files.items():
        notes += _link_units(table, SHAPES[name], codes, is_own=is_own)
        _check_unique(table, SHAPES[name])
    _complete_procedures(files["procedures"][0])
    _complete_aliases(files["unit_code_alias"][0], codes)
    complete_corrections(files["corrections"][0])
    check_parameters(files["parameters"][0])
    tables = {name: _arrow(table, SHAPES[name]) for name, (table, _) in files.items()}
    return Reference(tables, notes)


def _read(folder: Path, shipped: Path, shape: Shape) -> tuple[CsvTable, bool]:
    """One file, and whether it is the folder's own."""
    own = folder / shape.file_name
    if own.is_file():
        return read_csv(own, shape), True
    if shape.inherited and (shipped / shape.file_name).is_file():
        return read_csv(shipped / shape.file_name, shape), False
    return empty_table(own, shape), True


def _unit_notes(units: CsvTable, codes: UnitCodes) -> list[str]:
    notes = []
    if not units.lines:
        notes.append(f"{units.path}: không có đơn vị nào, mọi hồ sơ sẽ bị cách ly")
    if codes.ambiguous:
        shown = ", ".join(codes.ambiguous[:5])
        notes.append(
            f"{units.path}: {len(codes.ambiguous)} mã GSO thuộc hai đơn vị cùng lúc nên không "
            f"dùng để tra đơn vị: {shown}"
        )
    return notes


def _link_units(table: CsvTable, shape: Shape, codes: UnitCodes, *, is_own: bool) -> list[str]:
    """Write units as ``units.csv`` does; unknown ones are refused, or dropped from shipped rows."""
    kept = [True] * len(table.lines)
    for column in shape.unit_columns:
        for row, (value, line) in enumerate(zip(table.columns[column], table.lines, strict=True)):
            found = codes.find(value) if value else None
            if value and found is None and is_own:
                raise ReferenceDataError(
                    table.path,
                    f"{column} không có trong units.csv",
                    "sửa mã hoặc thêm đơn vị vào units.csv",
                    line=line,
                    value=value,
                )
            kept[row] = kept[row] and (found is not None or not value)
            table.columns[column][row] = found
    dropped = table.keep(kept)
    if not dropped:
        return []
    reason = "của bản đi kèm vì đơn vị không có trong units.csv đang dùng"
    return [f"{table.path}: bỏ qua {dropped} dòng {reason}"]


def _check_unique(table: CsvTable, shape: Shape) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for line, row in table.rows() if shape.unique else ():
        key = tuple(row[name] for name in shape.unique)
        if key in seen:
            raise ReferenceDataError(
                table.path,
                f"{', '.join(shape.unique)} lặp lại dòng {seen[key]}",
                "bỏ bớt một dòng",
                line=line,
                value=", ".join(str(part) for part in key),
            )
        seen[key] = line


def _complete_procedures(procedures: CsvTable) -> None:
    check_validity(procedures, "procedure_code")
    columns = procedures.columns
    columns["valid_from"] = [begin or _ALWAYS for begin in columns["valid_from"]]
    columns["name_key"] = [text_key(name) or None for name in columns["procedure_name"]]


def _complete_aliases(aliases: CsvTable, codes: UnitCodes) -> None:
    """Add the codes that follow from ``units``; a row of the file wins over a derived one."""
    columns = aliases.columns
    columns["alias_code"] = [agency_code(code) for code in columns["alias_code"]]
    columns["valid_from"] = [None] * len(aliases.lines)
    columns["valid_to"] = [None] * len(aliases.lines)
    given = set(columns["alias_code"])
    for row in codes.aliases():
        if row["alias_code"] not in given:
            aliases.lines.append(0)
            for name, value in row.items():
                columns[name].append(value)


def _arrow(table: CsvTable, shape: Shape) -> pa.Table:
    """The table with the types of its shape.

    Polars makes the arrays: ``pyarrow.array`` of a list imports all of pandas, a second a run.
    """
    kinds: dict[str, Kind] = {column.name: column.kind for column in shape.columns}
    series = [
        pl.Series(name, values, POLARS_TYPES[kinds.get(name, _DERIVED.get(name, "text"))])
        for name, values in table.columns.items()
    ]
    arrow: pa.Table = pl.DataFrame(series).to_arrow(compat_level=pl.CompatLevel.oldest())
    return arrow.cast(
        pa.schema(
            [f.with_type(pa.string()) if f.type == pa.large_string() else f for f in arrow.schema]
        )
    )
