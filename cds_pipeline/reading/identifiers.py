"""Codes and names that identify a dossier, a procedure or a unit.

Belongs here: cleaning identifiers of one column so that nothing but identifiers is stored. Does not
belong here: resolving them against reference data (SQL).

A cell that is no identifier may hold anything, a citizen's name or number included, so it is never
stored: damaged dossier codes become null, unusable unit codes :data:`UNUSABLE`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import polars as pl

from cds_pipeline.contracts.codes import is_blank
from cds_pipeline.reading.distinct import DistinctTexts
from cds_pipeline.reading.tidy import tidy
from cds_pipeline.reference.unit_names import (
    NameParts,
    agency_code,
    code_prefix,
    name_parts,
    text_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Stored for a unit code that was given but cannot be one: it resolves to no unit, and no parent or
#: code prefix may take its place.
UNUSABLE = "?"

_TEXT = pl.String()
_NAME_PARTS = NameParts._fields
_SOUND_CODE = r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$"
# What spreadsheets make of codes (numbers, dates), bare identity numbers, words for nothing.
_DAMAGED_CODE = (
    r"^(?:(?i:null|none|nan|n/a)|[0-9]{9}|[0-9]{12}|(?:0|84)[2-9][0-9]{8,9}"
    r"|[0-9]+\.0+|[0-9]+\.[0-9]+[eE]-?[0-9]+"
    r"|[0-9]{1,2}[/-][0-9]{1,2}[/-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}"
    r"|[0-9]{1,2}-(?i:thg) ?[0-9]{1,2}(?:-[0-9]{2,4})?|(?i:thg) ?[0-9]{1,2}-[0-9]{2,4}"
    r"|(?:[0-9]{1,2}-)?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg)-[0-9]{1,4}"
    r"|[0-9]{1,2}-(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|[^0-9]*)$"  # a code has a digit: a name or a word has none
)
# Inside a longer text: a citizen's identity or telephone number, the words before one, a file, a
# link. (Codes do hold other runs of nine, ten or twelve digits: dates with serial numbers.)
_PERSONAL = (
    r"(?:^|[^0-9])(?:0[0-9]{11}|0[35789][0-9]{8}|84[35789][0-9]{8})(?:[^0-9]|$)"
    r"|(?i:cccd|cmnd|cmt|gplx|passport|h[o0]chieu|sdt|dtdd)"
    r"|(?i:\.(?:pdf|jpe?g|png|gif|tiff?|docx?|xlsx?|zip|rar|html?))$"
    r"|(?i:www\.|\.(?:vn|com|net|org|edu|info)(?:/|$))"
)
_PROCEDURE_ROOT = re.compile(r"^(\d{1,3}\.\d{6})(?:\..*)?$", re.ASCII)
_PLAIN_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$")
# Identity numbers, telephone numbers and words written in a column of codes.
_IDENTITY = re.compile(r"^(?:\d{9}|\d{12}|(?:0|84)[2-9]\d{8,9}|\D*)$", re.ASCII)
_PERSONAL_PART = re.compile(_PERSONAL)


def read_dossier_codes(texts: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """A column of dossier codes.

    Returns:
        ``(codes, given, damaged)``: trimmed codes (null where blank or damaged), whether the cell
        said anything, and whether what it said is no dossier code.
    """
    trimmed = texts.str.strip_chars()
    sound = _sound(trimmed)
    given = texts.is_not_null()
    if not sound.all():
        doubtful = ~sound & given
        unwrapped = pl.Series(map(tidy, trimmed.filter(doubtful)), dtype=_TEXT)
        trimmed = trimmed.scatter(doubtful.arg_true(), unwrapped)
        sound = _sound(trimmed)
    if not sound.all():
        doubtful = trimmed.filter(~sound & given)
        blanks = [text for text in doubtful.unique() if is_blank(text)]
        is_filled = ~trimmed.is_in(pl.Series(blanks, dtype=_TEXT).implode())
        given = given & is_filled.fill_null(value=False)
        sound = sound & given
        trimmed = trimmed.set(~sound, None)
    return trimmed, given, given & ~sound


def _sound(codes: pl.Series) -> pl.Series:
    """Whether each text may be a dossier code; null is none."""
    wrong = codes.str.contains(f"{_DAMAGED_CODE}|{_PERSONAL}")
    looks_right = codes.str.contains(_SOUND_CODE) & ~wrong
    return looks_right.fill_null(value=False)


def unit_prefixes(codes: pl.Series) -> pl.Series:
    """Agency code each dossier code starts with, null where it starts with none."""
    heads = DistinctTexts(codes.str.extract(r"^([^-]+)-", 1))
    return heads.read_texts(lambda head: code_prefix(f"{head}-"))


def read_other_codes(texts: pl.Series) -> pl.Series:
    """A column of further dossier codes: trimmed, null where the cell is no code."""
    return read_dossier_codes(texts)[0]


def read_procedure_codes(cells: DistinctTexts) -> tuple[pl.Series, pl.Series]:
    """``(codes, local codes)``: the root code, and the code as delivered where it differs."""
    return cells.read_texts(_root_code), cells.read_texts(_local_code)


def read_unit_codes(cells: DistinctTexts) -> pl.Series:
    """Agency codes in today's order; :data:`UNUSABLE` where the cell is filled but no code."""
    return cells.read_texts(_unit_code)


def unit_name_keys(cells: DistinctTexts, prefix: str) -> Iterator[tuple[str, pl.Series]]:
    """The four matching keys of unit names, as ``(column, values)``; empty parts are null.

    All but the type word are digests: in a shifted row the cell may hold a citizen's name, and
    matching needs equality only.
    """
    for part, name in enumerate(_NAME_PARTS):
        yield f"{prefix}_{name}", cells.read_texts(_name_part(part))


def _name_part(part: int) -> Callable[[str], str | None]:
    if _NAME_PARTS[part] == "type_key":
        return lambda text: name_parts(text)[part] or None
    return lambda text: digest(name_parts(text)[part])


def procedure_name_keys(cells: DistinctTexts) -> pl.Series:
    """Procedure names as matching keys, digests like those of unit names."""
    return cells.read_texts(lambda text: digest(text_key(text)))


def digest(key: str) -> str | None:
    """What the lake stores of a matching key, as SQL's ``md5``; ``None`` for an empty one."""
    return hashlib.md5(key.encode(), usedforsecurity=False).hexdigest() if key else None


def _usable(code: str) -> bool:
    if not _PLAIN_CODE.match(code) or _IDENTITY.match(code):
        return False
    return not _PERSONAL_PART.search(code)


def _root_code(text: str) -> str | None:
    code = text.strip()
    if root := _PROCEDURE_ROOT.match(code):
        return root[1]
    return code if _usable(code) else None


def _local_code(text: str) -> str | None:
    code = text.strip()
    return code if _usable(code) and code != _root_code(text) else None


def _unit_code(text: str) -> str:
    code = agency_code(text)
    return code if code is not None and _usable(code) else UNUSABLE
