"""Who exports what, where and how: one exporter a source file a delivery day.

Belongs here: which unit's dossiers travel in which system, shape and encoding. Does not belong
here: writing files (``flat_files``, ``workbooks``, ``messages``).

Every dossier comes from one source system only. Between them the exporters use every shape of
CONTRACT.md sections 1.1 and 1.2: envelopes, bare lists, NDJSON, CSV, TSV and workbooks; UTF-8 with
and without BOM, UTF-16 and Windows-1258; four delimiters, three line ends, every date shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["envelope", "list", "ndjson", "flat", "workbook"]
#: How dates are written, by strftime pattern; ``cell`` is a real date cell of a workbook.
COMPACT, DASHED, ISO, SLASHED, SLASHED_SHORT = (
    "%Y%m%d%H%M%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.000+07:00",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
)
CELL = "cell"


@dataclass(frozen=True)
class Exporter:
    """One export.

    Attributes:
        name: part of the file name.
        folder: source system, empty for files directly under the delivery day.
        units: reporting units whose dossiers it carries.
        format: shape of the file.
        dates: how dates are written.
        daily: delivered every working day in August, else on Fridays (``history.delivery_days``).
        code_style: ``prefix`` (unit code first), ``old`` (unit code in the old order) or ``bare``.
        unit_columns: how the unit is told beside the dossier code: ``code``, ``name``, ``both`` or
            ``none``.
        flags: spelling of yes and no; empty where only the counts are exported.
        words: status and channel as Vietnamese text instead of codes.
        updated: carries the time of the last update.
        local_procedures: procedure codes carry the province's suffix.
        encoding: text encoding of a flat file.
        delimiter: of a flat file.
        newline: of a flat file.
        extension: of the file.
        layout: ``report`` (title, merged headings, sections, totals) or ``plain`` workbook.
    """

    name: str
    folder: str
    units: tuple[str, ...]
    format: Format
    dates: str
    daily: bool = False
    code_style: Literal["prefix", "old", "bare"] = "prefix"
    unit_columns: Literal["code", "name", "both", "none"] = "code"
    flags: tuple[str, str] = ("1", "0")
    words: bool = False
    updated: bool = True
    local_procedures: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\r\n"
    extension: str = "csv"
    layout: Literal["report", "plain"] = "plain"

    def file_name(self, day: str) -> str:
        """Path of a delivery below its day; ``mo-phong`` marks the content as synthetic."""
        name = f"mo-phong-{self.name}-{day}.{self.extension}"
        return f"{self.folder}/{name}" if self.folder else name

    @property
    def is_message(self) -> bool:
        """Whether it exports synchronisation messages, not a table."""
        return self.format in {"envelope", "list", "ndjson"}


def _departments(*numbers: int) -> tuple[str, ...]:
    return tuple(f"H02.S{number:02d}" for number in numbers)


EXPORTERS = (
    Exporter(
        "dong-bo-thanh-pho", "sync", ("H02.213", "H02.217"), "envelope", COMPACT,
        daily=True, code_style="old", extension="json",
    ),
    Exporter(
        "dong-bo-so-nganh", "sync", _departments(3, 4, 8, 10, 16), "ndjson", ISO,
        daily=True, extension="ndjson",
    ),
    Exporter("yen-dung", "sync", ("H02.221",), "list", DASHED, extension="json"),
    Exporter(
        "hiep-hoa", "onestop", ("H02.223",), "workbook", SLASHED, extension="xlsx",
        unit_columns="both", flags=("x", ""), words=True, layout="report",
    ),
    Exporter(
        "luc-nam", "onestop", ("H02.218",), "workbook", CELL, extension="xlsx",
        unit_columns="name", flags=("Có", "Không"), words=True,
    ),
    Exporter(
        "so-nganh", "onestop", _departments(2, 6, 7, 9, 12), "workbook", SLASHED_SHORT,
        extension="xlsx", layout="report",
    ),
    Exporter(
        "tan-yen", "onestop", ("H02.216",), "flat", SLASHED_SHORT, encoding="utf-8-sig",
        unit_columns="both", flags=("", ""), words=True, local_procedures=True,
    ),
    Exporter(
        "viet-yen", "onestop", ("H02.222",), "flat", DASHED, delimiter=";", newline="\n",
        unit_columns="both",
    ),
    Exporter(
        "yen-the", "onestop", ("H02.215",), "flat", SLASHED, encoding="utf-16", delimiter="\t",
        unit_columns="none", flags=("có", "không"), words=True, extension="tsv",
    ),
    Exporter(
        "luc-ngan", "onestop", ("H02.219",), "flat", SLASHED, encoding="cp1258", delimiter="|",
        code_style="old", unit_columns="name", flags=("có", "không"), words=True,
    ),
    Exporter(
        "son-dong", "onestop", ("H02.220",), "flat", SLASHED, newline="\r", code_style="bare",
        unit_columns="name", flags=("x", ""), words=True,
    ),
    Exporter(
        "so-nganh-khac", "", _departments(1, 5, 11, 13, 14, 15, 17, 18, 19, 20), "flat", COMPACT,
        updated=False, newline="\n",
    ),
)  # fmt: skip
