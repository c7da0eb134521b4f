"""What converters and spreadsheets wrap around a cell without meaning anything by it.

Belongs here: invisible characters, the apostrophe that marks a text, ``="…"``, quotes left around a
cell. Does not belong here: what the text means (``contracts.codes``, ``dates``).
"""

from __future__ import annotations

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), None)
_PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`", "«": "»"}


def tidy(text: str) -> str:
    """The text without wrapping; a text without any is returned as it is, spaces at its ends left.

    Examples: ``'0012`` (a text in a spreadsheet), ``="0012"`` (kept from becoming a number),
    ``“0012”``, ``0012`` behind a byte order mark.
    """
    if not text or (text.isascii() and text[0].isalnum()):
        return text
    found = text.translate(_INVISIBLE).strip()
    if found.startswith(('="', "='")) and len(found) > 3:
        found = found[1:]
    closing = _PAIRS.get(found[:1])
    if closing is not None and len(found) > 1 and found.endswith(closing):
        return found[1:-1].strip()
    return found[1:].strip() if found.startswith("'") else found
