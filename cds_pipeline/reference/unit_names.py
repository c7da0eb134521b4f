"""What a unit is called: names, type words, parents and agency codes as matching keys.

Belongs here: taking one name or code apart, the same way for exports and for ``units.csv``.
Does not belong here: deciding which unit is meant (SQL, against the reference tables).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cds_pipeline.reference.text import text_key

__all__ = ["NameParts", "agency_code", "code_prefix", "name_parts", "text_key"]


class NameParts(NamedTuple):
    """A unit name taken apart; every part is a :func:`text_key`, empty where absent.

    Attributes:
        name_key: the name without "UBND", type word and parent.
        type_key: the type word spelt out, such as ``huyện`` or ``thị trấn``.
        parent_key: the name of the parent given after a comma, dash or bracket.
        full_key: the whole text without a leading "UBND", for names that contain a comma or dash.
    """

    name_key: str
    type_key: str
    parent_key: str
    full_key: str


_COMMITTEE_SPELLED = re.compile(r"\buỷ ban (?:nhân dân|nd)\b|\bu\.\s?b\.\s?n\.\s?d\b\.?")
_COMMITTEE = re.compile(r"^ubnd\b[\s.:]*")
_TYPES = {
    "tỉnh": r"tỉnh",
    "thành phố": r"thành phố|t\.?\s?p\b\.?",
    "thị xã": r"thị xã|t\.?\s?x\b\.?",
    "thị trấn": r"thị trấn|t\.?\s?t\b\.?",
    "huyện": r"huyện|h\.|h(?=\s)",
    "quận": r"quận|q\.|q(?=\s)",
    "phường": r"phường|p\.|p(?=\s)",
    "xã": r"xã|x\.|x(?=\s)",
}
# "xã hội", "huyện ủy", "tỉnh đoàn" are words of other names, not a type and a name.
_TYPE = re.compile(
    "^(?:"
    + "|".join(f"(?P<t{number}>{words})" for number, words in enumerate(_TYPES.values()))
    + r")(?:(?<=\.)|\b)\s*(?!hội\b|uỷ\b|đoàn\b)(?=\S)"
)
_TYPE_NAMES = tuple(_TYPES)
# What may start a parent. "Phan Rang-Tháp Chàm" is cut too, in an export as in units.csv, so that
# they still meet; a whole name that is the same comes first in any case.
_SEPARATOR = re.compile(r"\s*[,;(-]\s*")
# Bodies whose own names hold commas and dashes ("Sở Lao động - Thương binh và Xã hội"). Words that
# also begin places ("Trường Sơn", "Liên Chung", "Hội An") count only with what makes them a body.
_BODY = re.compile(
    r"^(?:sở|bộ|văn phòng|thanh tra|phòng|chi cục|cục|tổng cục|trung tâm|công an|bảo hiểm|kho bạc|"
    r"bệnh viện|chi nhánh|thuế|hải quan|toà án|uỷ ban|"
    r"ban (?:quản lý|ql|dân|chỉ|nội chính|tổ chức|tôn giáo|tuyên|thi đua|tiếp|bảo vệ|an toàn)|"
    r"viện (?:kiểm sát|ks|nghiên cứu|quy hoạch|khoa học|y|kỹ thuật)|"
    r"trường (?:đại học|đh|cao đẳng|cđ|chính trị|trung|tiểu|mầm|mẫu|th|mn|phổ thông|dạy|quân sự)|"
    r"đài (?:phát thanh|truyền|pt|khí tượng)|quỹ (?:đầu tư|bảo|phát triển|tín dụng|hỗ trợ)|"
    r"hội (?:đồng|nông dân|liên hiệp|lh|cựu|chữ thập|phụ nữ|nhà|luật|người|khuyến|văn học)|"
    r"liên (?:đoàn|minh|hiệp|hội|danh|cơ quan))\b"
)

_PROVINCE_SEGMENT = re.compile(r"^[A-Z]\d{2,3}$")
_AGENCY_CODE = re.compile(r"^[A-Z]\d{2,3}(?:\.[A-Z0-9]{1,8})*$")
_DASHES = re.compile(r"[‐‑‒–—−]")


@lru_cache(maxsize=65_536)
def name_parts(text: str | None) -> NameParts:
    """Take a unit name apart.

    Args:
        text: a name as written, such as ``UBND xã Phúc Sơn - huyện Tân Yên``.

    Returns:
        The parts; ``Sở Lao động - Thương binh và Xã hội`` stays one name, and ``tỉnh …`` after a
        parent is ignored. All parts are empty for a blank text.
    """
    full = _without_committee(_COMMITTEE_SPELLED.sub("ubnd", text_key(text)))
    is_local = full != _COMMITTEE_SPELLED.sub("ubnd", text_key(text)) or _TYPE.match(full)
    head, tail = _split_parent(full, splits_bare=bool(is_local) or not _BODY.match(full))
    type_key, name_key = _split_type(head)
    return NameParts(name_key, type_key, _split_type(_without_committee(tail))[1], full)


def _without_committee(key: str) -> str:
    """The key without a leading "UBND", unless nothing else is left."""
    return _COMMITTEE.sub("", key) or key


def _split_type(key: str) -> tuple[str, str]:
    """A leading type word spelt out, and the rest."""
    match = _TYPE.match(key)
    if match is None:
        return "", key
    number = int((match.lastgroup or "t0")[1:])
    return _TYPE_NAMES[number], key[match.end() :].strip()


def _split_parent(key: str, *, splits_bare: bool) -> tuple[str, str]:
    """The name and the first part after it that is a parent.

    A part that starts with "UBND" or a type word always is one; any other only where
    ``splits_bare`` says that the name itself holds no comma or dash.
    """
    for separator in _SEPARATOR.finditer(key):
        head, rest = key[: separator.start()].strip(), key[separator.end() :].strip()
        if not head or not rest:
            continue
        is_marked = bool(_COMMITTEE.match(rest) or _TYPE.match(rest))
        if is_marked or splits_bare:
            following = _SEPARATOR.search(rest)
            parent = rest[: following.start()] if following else rest
            return head, parent.rstrip(" )")
    return key, ""


@lru_cache(maxsize=65_536)
def agency_code(text: str | None) -> str | None:
    """An agency identification code in today's order.

    Args:
        text: a code as written: ``h02.19``, ``000.19.29.H02`` (order before QĐ 20/2020/QĐ-TTg,
            right to left) or a GSO code of 3 or 5 digits.

    Returns:
        Upper case, left to right, segments of zeros dropped (``000.19.29.H02`` is ``H02.29.19``);
        anything else as given, trimmed; ``None`` when blank.
    """
    code = "".join((text or "").split()).upper().strip(".")
    if not code:
        return None
    segments = code.split(".")
    if _PROVINCE_SEGMENT.match(segments[-1]) and not _PROVINCE_SEGMENT.match(segments[0]):
        segments.reverse()
    return ".".join(s for s in segments if s.strip("0")) or code


@lru_cache(maxsize=65_536)
def _prefix_code(prefix: str) -> str | None:
    code = agency_code(prefix)
    return code if code is not None and _AGENCY_CODE.match(code) else None


def code_prefix(dossier_code: str | None) -> str | None:
    """The unit a dossier code starts with.

    Args:
        dossier_code: such as ``000.19.29.H02-230825-0001`` or ``H02.216-230825-0001``.

    Returns:
        The part before the first dash as :func:`agency_code`; ``None`` when there is no dash or
        the part is no agency code.
    """
    prefix, dash, _rest = _DASHES.sub("-", dossier_code or "").partition("-")
    return _prefix_code(prefix) if dash else None
