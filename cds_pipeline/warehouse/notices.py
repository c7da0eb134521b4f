"""What an operator should look at though the run goes on, and declarations that stop it.

Belongs here: folders of the landing zone that are no delivery, declarations that match nothing any
more (``source_mappings.yml``). Does not belong here: printing, files that were refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.source_mappings import FILE_NAME, load_mappings, unmatched
from cds_pipeline.warehouse.landing import stray_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cds_pipeline.reference.source_mappings import Entry, SourceMapping
    from cds_pipeline.settings import Settings
    from cds_pipeline.warehouse.lake_manifest import FileLine

_SHOWN = 5


def notices(settings: Settings, lines: Iterable[FileLine]) -> list[str]:
    """Sentences (Vietnamese) about the landing zone and the declarations.

    Raises:
        ReferenceDataError: the file of declarations cannot be used.
    """
    return [*_stray(settings), *_mapping_notices(settings, list(lines))]


def require_declared(settings: Settings, lines: Iterable[FileLine]) -> None:
    """Stop where a declaration marked ``required: true`` matches nothing any more.

    Raises:
        ReferenceDataError: one does; names file, line, value and remedy.
    """
    for _mapping, entry in _unmatched(settings, list(lines)):
        if entry.required:
            raise ReferenceDataError(
                settings.reference_folder / FILE_NAME,
                "mục này có required: true nhưng không khớp gì trong các tệp của nguồn",
                "sửa mục theo tệp mới nhất của nguồn, hoặc bỏ mục này hay required: true",
                line=entry.line,
                value=entry.said,
            )


def _stray(settings: Settings) -> list[str]:
    found = stray_entries(settings.landing_folder)
    if not found:
        return []
    shown = ", ".join(f"“{name}”" for name in found[:_SHOWN])
    more = f" và {len(found) - _SHOWN} mục khác" if len(found) > _SHOWN else ""
    remedy = "Đặt tệp vào thư mục tên là ngày giao, ví dụ 2023-08-25."
    problem = f"Vùng tiếp nhận có mục không phải ngày giao nên không được đọc: {shown}{more}."
    return [f"{problem} {remedy}"]


def _mapping_notices(settings: Settings, lines: list[FileLine]) -> list[str]:
    path = settings.reference_folder / FILE_NAME
    said = [
        f"{path}, dòng {entry.line}: “{entry.said}” không còn khớp gì trong các tệp của nguồn "
        f"{mapping.source_system}. Sửa theo tệp mới nhất hoặc bỏ dòng này."
        for mapping, entry in _unmatched(settings, lines)
    ]
    sources = {line.source_system for line in lines}
    said += [
        f"{path}: chưa có tệp nào từ nguồn {name}. Tên nguồn là thư mục dưới ngày giao."
        for name in load_mappings(settings.reference_folder)
        if name not in sources
    ]
    return said


def _unmatched(settings: Settings, lines: list[FileLine]) -> list[tuple[SourceMapping, Entry]]:
    found = []
    for mapping in load_mappings(settings.reference_folder).values():
        own = [line for line in lines if line.source_system == mapping.source_system]
        found += [(mapping, entry) for entry in unmatched(mapping, own)]
    return found
