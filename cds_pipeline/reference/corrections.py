"""``corrections.csv``: known-wrong values of dossiers, corrected by a named decision until a day.

Belongs here: what may be corrected, and cells as the values SQL compares. Does not belong here:
whether a correction still applies (``sql/staging/correction_match.sql``).

A correction names the value it expects. Where that value is no longer there it is not applied and
is reported until it is removed or renewed. The file is never inherited by another folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.contracts import codes
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.dates import read_date
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.unit_names import agency_code

if TYPE_CHECKING:
    from cds_pipeline.reference.csv_file import CsvTable

#: Columns of a dossier that may be corrected; ``dossier_code`` joins two codes of one dossier.
FIELDS = (
    "dossier_code", "unit_code", "procedure_code", "status", "channel", "received_at", "due_at",
    "finished_at", "returned_at", "components", "components_digitized", "has_digitized_component",
    "has_e_result", "has_reused_component", "online_payment", "fee_total",
)  # fmt: skip
_NEVER_BLANK = ("dossier_code", "unit_code", "procedure_code", "status", "received_at")


def complete_corrections(table: CsvTable) -> None:
    """Write both values of every row as SQL compares them, and number the rows.

    Raises:
        ReferenceDataError: a value is none of its column, or both are the same.
    """
    columns = table.columns
    for name in ("expected_value", "corrected_value"):
        columns[name] = [
            None if text is None else _value(table, field, text, line)
            for field, text, line in zip(columns["field"], columns[name], table.lines, strict=True)
        ]
    for line, row in table.rows():
        if row["corrected_value"] is None and row["field"] in _NEVER_BLANK:
            remedy = "điền giá trị đúng vào corrected_value"
            raise ReferenceDataError(table.path, f"{row['field']} trống", remedy, line=line)
        if row["corrected_value"] == row["expected_value"]:
            remedy = "sửa một trong hai giá trị, hoặc bỏ dòng này"
            problem = "expected_value và corrected_value như nhau"
            raise ReferenceDataError(table.path, problem, remedy, line=line)
    columns["correction_no"] = list(range(1, len(table.lines) + 1))


def _value(table: CsvTable, field: str, text: str, line: int) -> str:
    column = load_vocabulary().columns[field]
    found: object
    if field == "unit_code":
        found = agency_code(text)
    elif column.codes is not None:
        found = codes.code_of(column.codes, text)
    elif column.type == "TIMESTAMP":
        found = read_date(text)
    elif column.type == "BOOLEAN":
        flag = codes.flag_of(text)
        found = None if flag is None else str(flag).lower()
    elif column.type == "BIGINT":
        found = codes.count_of(text)
    elif column.type == "VARCHAR":
        found = text
    else:
        found = codes.amount_of(text)
    if found is None:
        raise ReferenceDataError(
            table.path,
            f"giá trị không đọc được với cột {field}",
            f"viết như trong tệp giao: {column.meaning_vi}",
            line=line,
            value=text,
        )
    return str(found)
