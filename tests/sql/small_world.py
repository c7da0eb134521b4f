"""A small invented province: units, procedures, and deliveries given as readable rows.

``build(tmp_path, rows)`` runs every SQL model over them and returns an open build session.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.identifiers import digest
from cds_pipeline.reading.source import FileState
from cds_pipeline.reference.unit_names import agency_code, code_prefix, name_parts
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.build import BuildSession, open_build
from cds_pipeline.warehouse.lake_manifest import FileLine, ManifestEntry, entry_path, write_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_pipeline.models.catalog import Catalog

UNITS = """unit_code,gso_code,unit_name,unit_level,parent_unit_code,province_code,valid_from,valid_to
T01,,Tỉnh Thử Nghiệm,province,,T01,2020-01-01,
T01.S1,,Sở Một - Hai,department,T01,T01,2020-01-01,
T01.S2,,"Sở Ba, Bốn",department,T01,T01,2020-01-01,
T01.A,901,Huyện An,district,T01,T01,2020-01-01,
T01.B,902,Thị xã Bình,district,T01,T01,2020-01-01,
T01.A.1,90101,Xã Hòa Lạc,commune,T01.A,T01,2020-01-01,
T01.A.2,90102,Xã Phúc Sơn,commune,T01.A,T01,2020-01-01,
T01.B.1,90201,Phường Trung,commune,T01.B,T01,2020-01-01,
T01.B.2,90202,Xã Phúc Sơn,commune,T01.B,T01,2020-01-01,
"""
PROCEDURES = """procedure_code,procedure_name,field_name,service_level,returns_paper_result,has_fee,legal_max_days,valid_from,valid_to
1.000001,Đăng ký khai sinh,Hộ tịch,4,true,false,5,2020-01-01,
1.000002,Cấp giấy phép xây dựng,Xây dựng,3,true,true,,2020-01-01,
1.000003,Thủ tục trùng tên,Khác,,,,,2020-01-01,
1.000004,Thủ tục trùng tên,Khác,,,,,2020-01-01,
"""
TARGETS = """indicator_id,unit_level,unit_code,period_type,period_start,target_pct,decided_by,valid_from
digitization_rate,,,,,100,Quyết định thử,2023-01-01
"""
_DATED = {"submitted_at", "received_at", "due_at", "finished_at", "returned_at", "rejected_at", "updated_at"}  # fmt: skip


def write_reference(folder: Path, **files: str) -> Path:
    """A reference folder of the small province; ``files`` replaces a whole file by its stem."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, text in {
        "units": UNITS,
        "procedures": PROCEDURES,
        "targets": TARGETS,
        **files,
    }.items():
        (folder / f"{stem}.csv").write_text(text, encoding="utf-8")
    return folder


def lake_row(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A canonical lake row from short notation: only what differs from a plain open dossier."""
    full: dict[str, Any] = {
        "dossier_code": f"D-{number:04d}",
        "procedure_code": "1.000001",
        "unit_code": "T01.A.1",
        "channel": 1,
        "received_at": "2023-08-01 08:00:00",
        "status": 4,
        "source_row": number,
        "source_system": "default",
        **row,
    }
    for name in _DATED & full.keys():
        if isinstance(full[name], str):
            full[name] = datetime.fromisoformat(full[name])
    unit = name_parts(full.pop("unit_name", None))
    receiving = name_parts(full.pop("receiving_unit_name", None))
    full["unit_code"] = agency_code(full["unit_code"])
    full["unit_code_prefix"] = code_prefix(full["dossier_code"])
    for prefix, parts in (("unit", unit), ("receiving", receiving)):
        full[f"{prefix}_type_key"] = parts.type_key or None
        for part in ("name_key", "parent_key", "full_key"):
            full[f"{prefix}_{part}"] = digest(getattr(parts, part))
    full["procedure_name_key"] = digest(full.get("procedure_name_key") or "")
    return full


def write_lake(home: Path, rows: list[dict[str, Any]]) -> None:
    """Writes rows into the lake, grouped by their ``file`` (default one file a day)."""
    files: dict[tuple[str, date], list[dict[str, Any]]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        day = date.fromisoformat(row.get("delivered_on", "2023-08-25"))
        name = f"{day}/{row.get('file', 'a.csv')}"
        short = {k: v for k, v in row.items() if k not in {"file", "delivered_on"}}
        files[name, day].append(
            lake_row(number, short) | {"delivered_on": day, "source_file": name}
        )
    schema = load_vocabulary().lake_schema
    for (name, day), members in files.items():
        key = hashlib.sha256(name.encode()).hexdigest()[:24]
        parquet = Path("dossier") / day.isoformat() / f"{key}.parquet"
        (home / "lake" / parquet).parent.mkdir(parents=True, exist_ok=True)
        blank = dict.fromkeys(schema.names)
        pq.write_table(
            pa.Table.from_pylist([blank | m for m in members], schema=schema),
            home / "lake" / parquet,
        )
        line = FileLine(
            file_name=name, sha256="0" * 64, delivered_on=day,
            source_system=members[0]["source_system"], kind="dossier", format="csv",
            encoding="utf-8", rows_read=len(members), rows_valid=len(members),
            rows_quarantined=0, status="accepted", message=None, unknown_headings=(),
            loaded_at="2023-08-26T06:00:00+07:00", reader_version="test",
            parquet=parquet.as_posix(),
        )  # fmt: skip
        write_entry(
            entry_path(home / "lake", day, name), ManifestEntry(FileState(1, 1, 1), (line,))
        )


@contextmanager
def build(
    tmp_path: Path,
    rows: list[dict[str, Any]],
    as_of: str | None = None,
    catalog: Catalog | None = None,
    **reference: str,
) -> Iterator[BuildSession]:
    """Every model built over ``rows`` as known on ``as_of`` (default the newest delivery)."""
    write_reference(tmp_path / "reference", **reference)
    write_lake(tmp_path / "home", rows)
    settings = Settings(
        home=tmp_path / "home", reference=tmp_path / "reference", threads=1, _env_file=None
    )
    with open_build(settings, catalog) as session:
        session.prepare(None if as_of is None else date.fromisoformat(as_of))
        for model in session.catalog.models:
            session.build(model.name)
        yield session


def rows_of(session: BuildSession, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query as tuples, for readable comparisons."""
    table = session.query(sql)
    return [tuple(row.values()) for row in table.to_pylist()]
