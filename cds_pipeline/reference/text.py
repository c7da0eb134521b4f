"""Vietnamese text as keys: one spelling for matching, one order for sorting.

Belongs here: normal forms of any text. Does not belong here: what a unit name is made of
(``unit_names``), headings and codes (``contracts``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Old style puts the tone on the first vowel (hòa, thủy), new style on the second (hoà, thuỷ).
_OLD_TONES = {
    old + last: first + new
    for olds, first, pairs in (
        ("òóỏõọ", "o", (("a", "àáảãạ"), ("e", "èéẻẽẹ"))),
        ("ùúủũụ", "u", (("y", "ỳýỷỹỵ"),)),
    )
    for last, news in pairs
    for old, new in zip(olds, news, strict=True)
}
_OLD_TONE = re.compile("|".join(_OLD_TONES))
# Look-alikes typists and converters leave behind: eth for đ, typographic dashes, invisible marks.
_LOOKALIKES = str.maketrans(
    {
        "ð": "đ", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u00ad": None,
    }
)  # fmt: skip
_ALPHABET = {
    letter: f"{letter_base}{number}"
    for letter_base, letters in {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư"}.items()
    for number, letter in enumerate(letters)
}
# Tones in dictionary order: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


@lru_cache(maxsize=65_536)
def text_key(text: str | None) -> str:
    """One spelling of a text: NFC, case folded, single spaces, one placement of tone marks.

    Args:
        text: any text; ``None`` counts as empty.

    Returns:
        The key; two texts a clerk would call the same have the same key. Empty for a blank text.
    """
    if not text:
        return ""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    words = " ".join(folded.translate(_LOOKALIKES).split())
    return _OLD_TONE.sub(lambda match: _OLD_TONES[match[0]], words)


def sort_key(text: str | None) -> str:
    """A key whose plain order of code points is the order of the Vietnamese alphabet.

    Letters decide first (a ă â b … d đ …), then tones; case and tone placement never do.
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in text_key(text):
        tone = "0"
        letter = character
        parts = unicodedata.normalize("NFD", character)
        if len(parts) > 1:
            tone = next((_TONES[mark] for mark in parts if mark in _TONES), "0")
            letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        letters.append(_ALPHABET.get(letter, f"{letter}0" if letter.isalpha() else letter))
        tones.append(tone)
    return f"{''.join(letters)}\t{''.join(tones)}"
