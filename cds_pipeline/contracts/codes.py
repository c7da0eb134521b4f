"""What one cell of a code, flag or number column means.

Belongs here: reading one text, without its neighbours. Every function is pure and takes the text as
written; callers apply it to the distinct texts of a column. Does not belong here: dates
(``reading.dates``), whole columns (``reading.canonical``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reference.text import text_key

if TYPE_CHECKING:
    from collections.abc import Mapping

# What systems and clerks write for "nothing".
_BLANKS = frozenset({"", "-", "--", "null", "none", "nan", "n/a", "\\n"})
_TRUE = frozenset({"1", "x", "có", "true", "yes", "y", "t", "✓", "✔", "☑", "đúng", "1.0", "1,0"})
_FALSE = frozenset({"0", "không", "false", "no", "n", "f", "sai", "☐", "0.0", "0,0"})
_CODE = re.compile(r"^0*(\d{1,3})(?:[.,]0+)?$", re.ASCII)
# Vietnamese numbers: a dot between thousands, a comma before decimals.
_NUMBER = re.compile(r"^([+-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?$", re.ASCII)
_CURRENCY = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$")
_MAX_COUNT = 2**31 - 1
_MAX_AMOUNT = Decimal(10) ** 16
_CENT = Decimal("0.01")
#: More files than any dossier has: a larger number is a telephone or identity number gone astray.
MOST_FILES = 99_999
# Fees of this size are whole hundreds of đồng; identity and telephone numbers hardly ever are.
_LARGE_AMOUNT = 10**8
_LONG_WITH_ZERO = re.compile(r"^[+-]?0\d{8,}", re.ASCII)


@lru_cache(maxsize=65_536)
def _is_blank_key(text: str) -> bool:
    return text_key(text) in _BLANKS


def is_blank(text: str | None) -> bool:
    """Whether a cell says nothing: empty, white space, ``-`` or ``null`` in any case."""
    if not text:
        return True
    return len(text) < 24 and _is_blank_key(text)


@cache
def _texts_of(kind: str) -> Mapping[str, int]:
    return {
        text_key(text): code
        for code, texts in load_vocabulary().codes[kind].items()
        for text in texts
    }


def code_of(kind: str, text: str) -> int | None:
    """A code of the list ``kind`` written as number or as Vietnamese text.

    Args:
        kind: name of a code list of ``sql/columns.yml``.
        text: ``9``, ``09`` or ``Đã xử lý xong`` in any case, Unicode form or tone placement.

    Returns:
        The code; ``None`` when the list does not hold it.
    """
    known = load_vocabulary().codes[kind]
    key = text_key(text)
    if number := _CODE.match(key):
        return int(number[1]) if int(number[1]) in known else None
    return _texts_of(kind).get(key.rstrip(".;: "))


def flag_of(text: str) -> bool | None:
    """A yes/no cell (có/không, x, 0/1, true/false, yes/no); ``None`` when it is neither."""
    key = text_key(text)
    if key in _TRUE:
        return True
    return False if key in _FALSE else None


def paid_online(text: str) -> bool | None:
    """Whether the code or flag of online payment says that payment was made online.

    Codes 1 and 2 mean paid, 0 and 3 (asked for, not yet paid) not paid.
    """
    code = code_of("payment", text)
    if code is not None:
        return code in (1, 2)
    return flag_of(text)


def number_of(text: str) -> Decimal | None:
    """A number in Vietnamese writing (``4.131`` is 4131, ``85,4`` is 85.4), else ``None``."""
    found = _NUMBER.match(text_key(text))
    if found is None or len(found[2]) + len(found[3] or "") > 30:
        return None
    sign, whole, decimals = found[1], found[2].replace(".", ""), found[3] or "0"
    return Decimal(f"{sign}{whole}.{decimals}")


def count_of(text: str, most: int = _MAX_COUNT) -> int | None:
    """A whole number from 0 to ``most``; ``None`` when the cell is none."""
    number = number_of(text)
    if number is None or number < 0 or number > most or number != number.to_integral_value():
        return None
    return int(number)


def amount_of(text: str) -> Decimal | None:
    """An amount in đồng with two decimals, negative ones included; ``None`` when it is none."""
    number = number_of(_CURRENCY.sub("", text_key(text)))
    if number is None or abs(number) >= _MAX_AMOUNT or is_like_a_personal_number(text, number):
        return None
    return number.quantize(_CENT)


def is_like_a_personal_number(text: str, number: Decimal) -> bool:
    """Whether an amount looks like an identity or telephone number in the wrong column."""
    if _LONG_WITH_ZERO.match(text.strip()):
        return True
    return abs(number) >= _LARGE_AMOUNT and number % 100 != 0
