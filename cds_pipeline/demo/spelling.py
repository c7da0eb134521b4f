"""Delivered rows as the cells an exporter writes: texts, in its spelling of dates, flags and units.

Belongs here: values to texts, whole columns at a time. Does not belong here: file shapes
(``flat_files``, ``workbooks``, ``messages``).
"""

from __future__ import annotations

import re

import polars as pl

from cds_pipeline.demo import exporters
from cds_pipeline.demo.breakage import break_texts, break_values
from cds_pipeline.demo.exporters import EXPORTERS, Exporter
from cds_pipeline.demo.times import MINUTES, minutes_to_time

TIMES = ("submitted_at", "received_at", "due_at", "finished_at", "returned_at", "updated_at")
_SUPPLEMENT_TIMES = ("supplement_from", "supplement_to")
_STATUS_WORDS = {
    1: "Mới đăng ký", 2: "Được tiếp nhận", 3: "Không được tiếp nhận", 4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ", 6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ", 8: "Dừng xử lý", 9: "Đã xử lý xong", 10: "Đã trả kết quả",
}  # fmt: skip
_CHANNEL_WORDS = {1: "Trực tiếp", 2: "TRỰC TUYẾN", 3: "Bưu chính công ích"}
_APPLICANTS = ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D", "Hoàng Văn E", "Vũ Thị G")
_DATE_ONLY = {exporters.SLASHED: "%d/%m/%Y", exporters.SLASHED_SHORT: "%d/%m/%Y"}
_UPDATED = [place for place, export in enumerate(EXPORTERS) if export.updated]
_OPEN, _FINAL, _WRONG, _CORRECTED = range(4)


def delivered_values(dossiers: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What each delivered row says, as values.

    Args:
        dossiers: from ``history.deliver``.
        rows: rows of ``history.deliver``.

    Returns:
        One row per delivered row with the dossier's columns in the row's state, ``updated_at``
        and broken values where ``rules`` asks for them.
    """
    values = pl.concat([rows, dossiers[rows["place"].to_numpy()]], how="horizontal")
    is_open, is_wrong = pl.col("state") == _OPEN, pl.col("state") == _WRONG
    is_undone = is_wrong & (pl.col("status") == 10)
    nothing = pl.lit(None, pl.Int64)
    digitized = pl.col("has_digitized_component")
    values = values.with_columns(
        *(
            pl.when(is_open).then(nothing).otherwise(pl.col(name)).alias(name)
            for name in ("finished_at", *_SUPPLEMENT_TIMES)
        ),
        pl.when(is_open | is_undone).then(nothing).otherwise("returned_at").alias("returned_at"),
        pl.when(is_open).then(4).when(is_undone).then(9).otherwise("status").alias("status"),
        pl.col("has_e_result") & ~is_open,
        pl.when(is_wrong).then(~digitized).otherwise(digitized).alias("has_digitized_component"),
        pl.when(is_wrong).then((~digitized).cast(pl.Int64))
        .otherwise("components_digitized").alias("components_digitized"),
        pl.when(~pl.col("exporter").is_in(_UPDATED)).then(nothing)
        .when(is_open).then(pl.col("known_at") + 3)
        .when(pl.col("state") == _CORRECTED).then(pl.col("said_on") * MINUTES + 9 * 60)
        .otherwise(pl.col("last_event_at") + 3).alias("updated_at"),
    )  # fmt: skip
    return break_values(values)


def spell(values: pl.DataFrame, export: Exporter, names: dict[str, str]) -> pl.DataFrame:
    """The cells of one exporter's rows.

    Args:
        values: from :func:`delivered_values`, of this exporter only.
        export: the exporter.
        names: unit names by code.

    Returns:
        ``day, serial, rules, unit_title`` and every exported column as text, null where empty.
    """
    spelled = {unit: _unit_texts(unit, names) for unit in values["unit_code"].unique().sort()}
    units = pl.DataFrame(
        [(unit, *texts) for unit, texts in spelled.items()],
        schema=["unit_code", "unit_title", "unit_text"],
        orient="row",
    )
    cells = values.join(units, on="unit_code", how="left", maintain_order="left")
    suffix = ".000.00.00.H02" if export.local_procedures else ""
    yes, no = export.flags if any(export.flags) else ("1", "0")
    applicant = pl.col("serial") % len(_APPLICANTS)
    cells = cells.with_columns(
        *(_date_text(name, export.dates) for name in (*TIMES, *_SUPPLEMENT_TIMES)),
        *(
            pl.when(pl.col(name)).then(pl.lit(yes)).otherwise(pl.lit(no)).alias(name)
            for name in ("has_digitized_component", "has_e_result", "has_reused_component", "vneid")
        ),
        pl.when(pl.col("payment").is_in([1, 2])).then(pl.lit(yes)).otherwise(pl.lit(no))
        .alias("online_payment"),
        pl.col("procedure_code") + suffix,
        _coded("status", _STATUS_WORDS, as_words=export.words),
        _coded("channel", _CHANNEL_WORDS, as_words=export.words),
        pl.col("unit_text").alias("unit_name"),
        applicant=applicant.replace_strict(dict(enumerate(_APPLICANTS)), return_dtype=pl.String)
        + " @mô phỏng",
    )  # fmt: skip
    return break_texts(cells)


def source_system(exporter: int) -> str:
    """The source system of an exporter's files."""
    return EXPORTERS[exporter].folder or "default"


def _date_text(column: str, pattern: str) -> pl.Expr:
    """Times as text; a time at midnight is a date without a time where the shape allows it."""
    time = minutes_to_time(column)
    if pattern == exporters.CELL:
        pattern = exporters.DASHED
    full = time.dt.strftime(pattern)
    if pattern in _DATE_ONLY:
        short = time.dt.strftime(_DATE_ONLY[pattern])
        full = pl.when(pl.col(column) % MINUTES == 0).then(short).otherwise(full)
    return full.alias(column)


def _coded(column: str, words: dict[int, str], *, as_words: bool) -> pl.Expr:
    if as_words:
        return pl.col(column).replace_strict(words, return_dtype=pl.String)
    return pl.col(column).cast(pl.String)


def _unit_texts(code: str, names: dict[str, str]) -> tuple[str, str]:
    """A unit's own name, and the name an export shows, with the parent of a commune."""
    name = names[code]
    if re.match(r"^(Sở|Ban|Văn phòng|Thanh tra)\b", name):
        return name, name
    parent = names.get(code.rpartition(".")[0])
    shown = f"UBND {name[0].lower()}{name[1:]}"
    return name, f"{shown} - {parent[0].lower()}{parent[1:]}" if parent else shown
