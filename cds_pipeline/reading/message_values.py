"""Values of a synchronisation message: cells, lists of objects, texts joined with ``##``.

Belongs here: what JSON holds, whatever it is about. Does not belong here: what a field means
(``dossier_message``, ``progress_message``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cds_pipeline.contracts.codes import is_blank

if TYPE_CHECKING:
    from decimal import Decimal

Message = Mapping[str, Any]
#: Stands for a value that is no plain text (a list where a code should be); reads as nothing known.
NOT_PLAIN = "{}"

_JOINED = "##"


def text_of(value: object) -> str | None:
    """A JSON value as a cell: numbers plain, true and false as 1 and 0, null as no cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return NOT_PLAIN


def written(value: bool | int | Decimal | None) -> str | None:
    """A derived value as the text the flat reader would find."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).replace(".", ",")


def objects_of(dossier: Message, field: str) -> list[Message] | None:
    """The objects of a list field; ``None`` where the message does not have the list."""
    value = dossier.get(field)
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        return None
    return [entry for entry in value if isinstance(entry, dict)]


def parts(value: object) -> Sequence[str]:
    """The texts joined by ``##`` in one field, blank ones left out."""
    text = text_of(value)
    if text is None or is_blank(text):
        return ()
    if _JOINED not in text:
        return (text.strip(),)
    return [part.strip() for part in text.split(_JOINED) if not is_blank(part)]


def files_of(entry: Message, *fields: str) -> int:
    """How many files an entry stands for: several may be joined with ``##``."""
    joined = [value for field in fields if _JOINED in (value := str(entry.get(field)))]
    return max(1, *map(len, map(parts, joined))) if joined else 1


def flagged(entry: Message, field: str, files: int, yes: frozenset[str]) -> int | None:
    """How many of an entry's files a flag is set for; ``None`` when it does not carry the flag."""
    flags = parts(entry.get(field))
    if not flags:
        return None
    if len(flags) == 1:
        return files if flags[0].casefold() in yes else 0
    return min(files, sum(flag.casefold() in yes for flag in flags))
