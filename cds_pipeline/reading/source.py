"""A file as something that can be opened several times from its beginning.

Belongs here: opening, hashing, noticing that a file changed underneath. Does not belong here:
what the bytes mean (``detect``, ``encoding``).
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

CHUNK = 1 << 20


class Source(Protocol):
    """Bytes that can be read again and again."""

    @property
    def name(self) -> str:
        """The file name whose extension says what the bytes should be."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The bytes from the first one on."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells one state of a file from another."""

    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file of the landing zone as it is."""

    path: Path

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.name

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes from the first one on."""
        with self.path.open("rb") as stream:
            yield stream


def state_of(path: Path) -> FileState:
    """Size and times of a file now."""
    found = path.stat()
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def head_of(source: Source, size: int = 4096) -> bytes:
    """The first bytes."""
    with source.open() as stream:
        return stream.read(size)


def check_unchanged(path: Path, before: FileState) -> None:
    """Refuse a file that somebody wrote while it was read.

    Raises:
        FileRefusedError: size or modification time differ.
    """
    now = state_of(path)
    if (now.size, now.mtime_ns) != (before.size, before.mtime_ns):
        raise FileRefusedError(
            "Tệp đang được ghi dở (dung lượng hoặc thời gian sửa đổi thay đổi trong lúc đọc). "
            "Chờ ghi xong rồi chạy lại."
        )
