"""``source_mappings.yml``: what a vendor calls headings and codes, how it writes dates and numbers.

Belongs here: reading and checking the file, which entries no delivery uses any more. Does not
belong here: reading exports with it (``reading.translation``).

The file belongs to its folder: it is never inherited by another ``CDS_REFERENCE``.
"""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from cds_pipeline.contracts.heading_text import heading_key
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.reference.text import text_key
from cds_pipeline.reference.yaml_file import Node, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

FILE_NAME = "source_mappings.yml"
#: A heading with this target is known and not read.
IGNORED = "ignore"
#: Kind of code of all yes/no columns.
FLAG = "flag"
DATE_ORDERS = ("day_first", "month_first", "year_first")
NUMBERS = ("vi", "en")
_KEYS = ("headings", "codes", "date_order", "numbers", "required")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a mapping.

    Attributes:
        entry_id: what the manifest remembers it by, such as ``headings/mã hs``.
        said: as the operator wrote it.
        target: canonical column, or the code as text.
        line: in the file.
        required: a run fails where it matches nothing any more.
    """

    entry_id: str
    said: str
    target: str
    line: int
    required: bool

    @property
    def is_heading(self) -> bool:
        """Whether it names a heading; others name codes or ways of writing."""
        return self.entry_id.startswith("headings/")


class Delivery(Protocol):
    """A file as the manifest remembers it."""

    @property
    def delivered_on(self) -> date:
        """Its delivery day."""

    @property
    def declarations_used(self) -> tuple[str, ...] | None:
        """Entries that matched something; ``None`` when it says nothing about them."""


@dataclass(frozen=True)
class SourceMapping:
    """What one source system writes differently.

    Attributes:
        headings: entries by heading key; ``target`` is a canonical column or :data:`IGNORED`.
        codes: entries by kind of code and text key; ``target`` is the code.
        date_order: how ``08/09/2023`` is meant, ``None`` where nothing is declared.
        numbers: ``en`` where ``1,234.5`` is written, ``vi`` or ``None`` otherwise.
        entries: all of the above.
        version: digest of what it says; changes when reading would.
    """

    source_system: str
    headings: Mapping[str, Entry]
    codes: Mapping[str, Mapping[str, Entry]]
    date_order: str | None
    numbers: str | None
    entries: tuple[Entry, ...]
    version: str


def load_mappings(folder: Path) -> Mapping[str, SourceMapping]:
    """The mappings of a reference folder by source system; none without the file.

    Raises:
        ReferenceDataError: the file cannot be used; names file, line, value and remedy.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return {}
    state = path.stat()
    return _load(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _load(path: Path, _mtime_ns: int, _size: int) -> Mapping[str, SourceMapping]:
    document = read_yaml(path)
    members = _members(path, document, ("sources",), "tệp") if document.value is not None else {}
    sources = members.get("sources")
    if sources is None or sources.value is None:
        return {}
    if not isinstance(sources.value, dict):
        raise _wrong(path, sources, "sources không phải danh sách nguồn", "viết sources: {tên: …}")
    return {name: _mapping(path, name, node) for name, node in sources.value.items()}


def _mapping(path: Path, source_system: str, node: Node) -> SourceMapping:
    members = _members(path, node, _KEYS, f"nguồn {source_system}")
    required = _flag(path, members.get("required"))
    headings = _headings(path, members.get("headings"), required=required)
    codes = _codes(path, members.get("codes"), required=required)
    date_order = _choice(path, members.get("date_order"), DATE_ORDERS, "date_order")
    numbers = _choice(path, members.get("numbers"), NUMBERS, "numbers")
    ways = [
        Entry(name, f"{name}: {value}", value, members[name].line, required)
        for name, value in (("date_order", date_order), ("numbers", numbers))
        if value is not None
    ]
    listed = [*headings.values(), *(e for kind in codes.values() for e in kind.values()), *ways]
    said = sorted((entry.entry_id, entry.target) for entry in listed)
    version = hashlib.sha256(repr(said).encode()).hexdigest()[:8]
    return SourceMapping(
        source_system, headings, codes, date_order, numbers, tuple(listed), version
    )


def _headings(path: Path, node: Node | None, *, required: bool) -> dict[str, Entry]:
    columns = [c.name for c in load_vocabulary().columns.values() if c.headings or c.field]
    found: dict[str, Entry] = {}
    for said, value in _named(path, node, "headings").items():
        target, is_required = _target(path, value, "column", required=required)
        key = heading_key(said)
        if target not in columns and target != IGNORED:
            near = difflib.get_close_matches(str(target), columns, n=1, cutoff=0.5)
            hint = f"có thể là {near[0]}; " if near else ""
            raise _wrong(
                path,
                value,
                "cột đích không có",
                f"{hint}dùng một trong: {', '.join(columns)}, {IGNORED}",
                str(target),
            )
        if not key:
            raise _wrong(path, value, "tiêu đề không có chữ nào", "viết tiêu đề trong tệp", said)
        if key in found:
            problem = f"tiêu đề trùng với “{found[key].said}” khi bỏ hoa thường, dấu câu"
            raise _wrong(path, value, problem, "bỏ bớt một dòng", said)
        found[key] = Entry(f"headings/{key}", said, str(target), value.line, is_required)
    return found


def _codes(path: Path, node: Node | None, *, required: bool) -> dict[str, dict[str, Entry]]:
    kinds: dict[str, Iterable[int]] = {**load_vocabulary().codes, FLAG: (0, 1)}
    found: dict[str, dict[str, Entry]] = {}
    for kind, texts in _named(path, node, "codes").items():
        if kind not in kinds:
            remedy = f"dùng một trong: {', '.join(kinds)}"
            raise _wrong(path, texts, "loại mã không có", remedy, kind)
        allowed = {str(code) for code in kinds[kind]}
        entries: dict[str, Entry] = {}
        for said, value in _named(path, texts, kind).items():
            target, is_required = _target(path, value, "code", required=required)
            code = str(int(target)) if isinstance(target, bool) else str(target)
            if code not in allowed:
                remedy = f"dùng một trong: {', '.join(sorted(allowed, key=int))}"
                raise _wrong(path, value, f"mã {kind} không có", remedy, str(target))
            key = text_key(said)
            if key in entries:
                problem = f"trùng với “{entries[key].said}” khi bỏ hoa thường"
                raise _wrong(path, value, problem, "bỏ bớt một dòng", said)
            entries[key] = Entry(f"codes/{kind}/{key}", said, code, value.line, is_required)
        found[kind] = entries
    return found


def _target(path: Path, node: Node, name: str, *, required: bool) -> tuple[Any, bool]:
    """The target of an entry, written alone or as ``{<name>: …, required: …}``."""
    if not isinstance(node.value, dict):
        return node.value, required
    members = _members(path, node, (name, "required"), "mục này")
    if name not in members:
        raise _wrong(path, node, f"thiếu {name}", f"viết {{{name}: …, required: true}}")
    own = members.get("required")
    return members[name].value, required if own is None else _flag(path, own)


def _named(path: Path, node: Node | None, name: str) -> Mapping[str, Node]:
    if node is None or node.value is None:
        return {}
    if not isinstance(node.value, dict):
        raise _wrong(path, node, f"{name} không phải danh sách", "viết mỗi dòng “chữ”: giá trị")
    members: Mapping[str, Node] = node.value
    return members


def _members(path: Path, node: Node, known: tuple[str, ...], where: str) -> Mapping[str, Node]:
    if not isinstance(node.value, dict):
        raise _wrong(path, node, f"{where} trống hoặc sai dạng", f"điền {', '.join(known)}")
    for name, member in node.value.items():
        if name not in known:
            raise _wrong(path, member, "khóa lạ", f"dùng một trong: {', '.join(known)}", name)
    members: Mapping[str, Node] = node.value
    return members


def _flag(path: Path, node: Node | None) -> bool:
    if node is None:
        return False
    if not isinstance(node.value, bool):
        raise _wrong(
            path, node, "required không phải true/false", "viết true hoặc false", str(node.value)
        )
    return node.value


def _choice(path: Path, node: Node | None, choices: tuple[str, ...], name: str) -> str | None:
    if node is None:
        return None
    if node.value not in choices:
        raise _wrong(
            path,
            node,
            f"{name} là giá trị lạ",
            f"dùng một trong: {', '.join(choices)}",
            str(node.value),
        )
    return str(node.value)


def _wrong(
    path: Path, node: Node, problem: str, remedy: str, value: str = ""
) -> ReferenceDataError:
    return ReferenceDataError(path, problem, remedy, line=node.line, value=value)


def unmatched(mapping: SourceMapping, deliveries: Iterable[Delivery]) -> list[Entry]:
    """Entries that match nothing any more.

    Args:
        mapping: what is declared of a source.
        deliveries: the files of that source that were read with it, of all days.

    Returns:
        Headings that no file of the newest day has, and codes and ways of writing that no file
        of any day has; none where no file says anything.
    """
    telling = [d for d in deliveries if d.declarations_used is not None]
    if not telling:
        return []
    newest = max(delivery.delivered_on for delivery in telling)
    used = {name for d in telling for name in d.declarations_used or ()}
    recent = {
        name for d in telling if d.delivered_on == newest for name in d.declarations_used or ()
    }
    return [e for e in mapping.entries if e.entry_id not in (recent if e.is_heading else used)]
