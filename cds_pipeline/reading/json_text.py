"""JSON text read piece by piece, in bounded memory.

Belongs here: taking values off a stream of text that is one JSON document. Does not belong here:
what the values mean (``sync_message``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No single value of a message is longer than this, in characters.
LARGEST_VALUE = 64 << 20
_BLANKS = " \t\r\n"


class JsonText:
    """A cursor over the text of one JSON document.

    Raises:
        FileRefusedError: (all methods) the text is no JSON, ends early, or one value is too large.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(strict=False)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, character: str) -> bool:
        """Whether the next character is this one; if so, it is passed."""
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def expect(self, character: str) -> None:
        """Pass the next character, which must be this one."""
        if not self.take(character):
            raise FileRefusedError(self._complaint())

    def value(self) -> Any:
        """The next value, whatever it is."""
        self.peek()
        wanted = 1 << 16
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):  # a number of thousands of digits too
                end = None
            if end is not None and (end < len(self._text) or self._ended):
                self._at = end
                return found
            if self._ended and end is None:
                raise FileRefusedError(self._complaint())
            if len(self._text) - self._at > LARGEST_VALUE:
                raise FileRefusedError("JSON hỏng hoặc có một bản ghi quá lớn. Xuất lại tệp.")
            self._grow(wanted)
            wanted *= 2

    def items(self) -> Iterator[Any]:
        """The values of the list that begins here, one by one."""
        self.expect("[")
        if self.take("]"):
            return
        while True:
            yield self.value()
            if self.take("]"):
                return
            self.expect(",")

    def keys(self) -> Iterator[str]:
        """The keys of the object that begins here; the caller takes each key's value."""
        self.expect("{")
        if self.take("}"):
            return
        while True:
            if self.peek() != '"':
                raise FileRefusedError(self._complaint())
            key = self.value()
            self.expect(":")
            yield str(key)
            if self.take("}"):
                return
            self.expect(",")

    def _complaint(self) -> str:
        if self._ended and not self._text[self._at :].strip():
            return "JSON bị cắt giữa chừng (thiếu phần cuối). Gửi lại tệp đầy đủ."
        return "JSON sai cú pháp. Xuất lại tệp từ hệ thống nguồn."

    def _grow(self, characters: int) -> None:
        goal = len(self._text) - self._at + characters
        while len(self._text) - self._at < goal and self._more():
            pass

    def _more(self) -> bool:
        """Read the next piece, forgetting what was passed."""
        piece = next(self._pieces, None)
        self._ended = piece is None
        self._text = self._text[self._at :] + (piece or "")
        self._at = 0
        return piece is not None
