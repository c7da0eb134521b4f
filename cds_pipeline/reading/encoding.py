"""Which characters the bytes of a text file are, proven over the whole file.

Belongs here: the one streaming pass that decides the encoding and what the fast reader needs to
know (quotes, lines). Does not belong here: delimiters and headings (``flat``), decoding into rows.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import CHUNK, Source, head_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

UTF_8, UTF_8_BOM, WINDOWS_1258 = "utf-8", "utf-8-sig", "cp1258"
UTF_16_LE, UTF_16_BE = "utf-16-le", "utf-16-be"
#: How the manifest names an encoding.
LABELS = {
    UTF_8: "UTF-8",
    UTF_8_BOM: "UTF-8 (BOM)",
    UTF_16_LE: "UTF-16 LE",
    UTF_16_BE: "UTF-16 BE",
    WINDOWS_1258: "Windows-1258",
}
_QUOTE, _LF, _CR, _NUL = 34, 10, 13, 0
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, UTF_8_BOM),
    (codecs.BOM_UTF16_LE, UTF_16_LE),
    (codecs.BOM_UTF16_BE, UTF_16_BE),
)


@dataclass(slots=True)
class Layout:
    """Quotes and line ends of a file of single-byte or UTF-8 characters.

    Attributes:
        quotes: how many double quotes there are.
        around: byte values found before an opening or after a closing quote, other than quotes.
        lines: lines, inside quotes or not; ends are CR, LF or CR LF, and the last may lack its own.
    """

    quotes: int = 0
    around: set[int] = field(default_factory=set)
    lines: int = 0

    def has_regular_quotes(self, delimiter: str) -> bool:
        """Whether every quote opens after, or closes before, a delimiter or line end."""
        return self.quotes % 2 == 0 and self.around <= {ord(delimiter), _LF, _CR}


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What one pass over a text file proved.

    Attributes:
        encoding: Python codec name; every byte decodes with it.
        layout: quotes and lines; ``None`` for UTF-16, where single bytes do not show them.
    """

    encoding: str
    layout: Layout | None


def survey(source: Source) -> TextFacts:
    """Decide the encoding of a text file by reading all of it, in pieces.

    Raises:
        FileRefusedError: the file is empty, holds NUL characters, or is in no known encoding.
    """
    head = head_of(source)
    if not head:
        raise FileRefusedError("Tệp rỗng (0 byte). Xuất lại tệp từ hệ thống nguồn.")
    encoding = next((name for bom, name in _BYTE_ORDER_MARKS if head.startswith(bom)), None)
    encoding = encoding or _utf_16_without_mark(head)
    if encoding in (UTF_16_LE, UTF_16_BE):
        _prove_decodes(source, encoding)
        return TextFacts(encoding, None)
    is_utf_8, layout = _survey_bytes(source)
    if is_utf_8:
        return TextFacts(encoding or UTF_8, layout)
    if encoding == UTF_8_BOM or _begins_as_utf_8(head):
        raise FileRefusedError("Tệp UTF-8 có byte sai, có thể hỏng khi truyền. Xuất và gửi lại.")
    _prove_decodes(source, WINDOWS_1258)
    return TextFacts(WINDOWS_1258, layout)


def _utf_16_without_mark(head: bytes) -> str | None:
    """UTF-16 shows as zero bytes in every second place (digits, delimiters, Latin letters)."""
    zeros = np.frombuffer(head, dtype=np.uint8) == _NUL
    even, odd = int(zeros[::2].sum()), int(zeros[1::2].sum())
    if max(even, odd) * 5 < len(head) or min(even, odd) * 4 > max(even, odd):
        return None
    return UTF_16_LE if odd > even else UTF_16_BE


def _begins_as_utf_8(head: bytes) -> bool:
    """Whether the letters of a file that is not UTF-8 throughout are nearly all UTF-8.

    Vietnamese text of another encoding has hardly a byte sequence that is valid UTF-8.
    """
    text = head.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    letters = sum(not letter.isascii() for letter in text) - wrong
    return letters > 10 * wrong


def _prove_decodes(source: Source, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    with source.open() as stream:
        try:
            while chunk := stream.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise FileRefusedError(_NUL_MESSAGE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise FileRefusedError(_unknown_encoding(encoding)) from None


_NUL_MESSAGE = "Tệp chứa ký tự NUL, có thể bị hỏng khi truyền. Xuất và gửi lại tệp."


def _unknown_encoding(tried: str) -> str:
    if tried == WINDOWS_1258:
        return (
            "Không nhận ra bảng mã: không phải UTF-8, UTF-16 hay Windows-1258. "
            "Lưu lại tệp dạng UTF-8."
        )
    return f"Tệp {LABELS[tried]} bị cắt hoặc có byte sai. Xuất lại tệp dạng UTF-8."


def _survey_bytes(source: Source) -> tuple[bool, Layout]:
    """Whether all bytes are UTF-8, and the layout."""
    layout, before = _LayoutScanner(), b""
    is_utf_8 = True
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            if b"\0" in chunk:
                raise FileRefusedError(_NUL_MESSAGE)
            layout.add(chunk)
            if is_utf_8:
                text = before + chunk if before else chunk
                end = _end_of_last_character(text)
                is_utf_8 = _is_utf_8(text, end)
                before = text[end:]
    return is_utf_8 and not before, layout.finish()


def _end_of_last_character(text: bytes) -> int:
    """Where the last complete UTF-8 character ends, looking back at most three bytes."""
    for back in range(1, min(4, len(text)) + 1):
        byte = text[-back]
        if byte & 0xC0 != 0x80:
            width = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(text) if width <= back else len(text) - back
    return len(text)


def _is_utf_8(text: bytes, end: int) -> bool:
    """Whether the bytes before ``end`` are UTF-8."""
    offsets = pa.py_buffer(np.array([0, end], dtype=np.int64))
    one = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(text)])
    try:
        one.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _count(chunk: bytes, byte: int) -> int:
    """How often a byte occurs; several times as fast as ``bytes.count`` where it is frequent."""
    return int(np.count_nonzero(np.frombuffer(chunk, dtype=np.uint8) == byte))


class _LayoutScanner:
    """Looks at line ends and at the neighbours of every quote, chunk by chunk.

    Quotes alternate between opening and closing; a doubled quote inside a field closes and opens
    again. So a file is regular when each opening one follows a delimiter, a line end, another quote
    or the beginning of the file, and each closing one precedes such a place.
    """

    def __init__(self) -> None:
        self._found = Layout()
        self._last = b"\n"
        self._ends = 0
        self._closing_pending = False

    def add(self, chunk: bytes) -> None:
        self._count_line_ends(chunk)
        if self._closing_pending or b'"' in chunk:
            self._look_around_quotes(chunk)
        self._last = chunk[-1:]

    def _count_line_ends(self, chunk: bytes) -> None:
        returns = _count(chunk, _CR) if b"\r" in chunk else 0
        pairs = chunk.count(b"\r\n") if returns else 0
        pairs += self._last == b"\r" and chunk[:1] == b"\n"
        self._ends += _count(chunk, _LF) + returns - pairs

    def _look_around_quotes(self, chunk: bytes) -> None:
        data = np.frombuffer(chunk, dtype=np.uint8)
        if self._closing_pending:
            self._note(data[:1])
        places = np.flatnonzero(data == _QUOTE)
        first_opening = self._found.quotes % 2
        opening, closing = places[first_opening::2], places[1 - first_opening :: 2]
        at_start = opening.size > 0 and opening[0] == 0
        if at_start:
            self._note(np.frombuffer(self._last, dtype=np.uint8))
        self._note(data[opening[int(at_start) :] - 1])
        self._note(data[closing[closing + 1 < data.size] + 1])
        self._closing_pending = bool(closing.size and closing[-1] + 1 == data.size)
        self._found.quotes += int(places.size)

    def _note(self, neighbours: NDArray[np.uint8]) -> None:
        found = np.flatnonzero(np.bincount(neighbours, minlength=256))
        self._found.around.update(int(byte) for byte in found if byte != _QUOTE)

    def finish(self) -> Layout:
        self._found.lines = self._ends + (self._last not in (b"\r", b"\n"))
        return self._found
