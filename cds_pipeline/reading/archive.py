"""Packed files: ``.gz`` of one file, ``.zip`` of several.

Belongs here: reading members without unpacking them to disk, limits against archives that grow
without end. Does not belong here: what a member holds.
"""

from __future__ import annotations

import errno
import gzip
import io
import struct
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Limits of one archive when expanded.
MAX_EXPANDED_BYTES = 8 << 30
MAX_MEMBERS = 1_000
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")
_DAMAGED = "Tệp nén bị hỏng hoặc bị cắt. Nén và gửi lại."


@dataclass(frozen=True, slots=True)
class GzipFile:
    """The one file inside a ``.gz``."""

    path: Path

    @property
    def name(self) -> str:
        """The name without ``.gz``."""
        return self.path.stem

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The expanded bytes; reading them may refuse a damaged or endless file."""
        with gzip.open(self.path, "rb") as packed:
            yield cast("BinaryIO", io.BufferedReader(_Guarded(packed), 1 << 16))


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One file inside a ``.zip``."""

    path: Path
    member: str

    @property
    def name(self) -> str:
        """The member's own file name."""
        return PurePosixPath(self.member).name

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The expanded bytes; reading them may refuse a damaged member."""
        with zipfile.ZipFile(self.path) as archive:
            with _damage_refused():
                packed = archive.open(self.member)
            with packed:
                yield cast("BinaryIO", io.BufferedReader(_Guarded(packed), 1 << 16))


def zip_members(path: Path) -> list[ZipMember]:
    """The files of a ZIP archive, sorted by name.

    Raises:
        FileRefusedError: damaged, encrypted, empty, too large or with too many members, or two
            members of one name.
    """
    with _damage_refused(), zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not _is_litter(info)]
    if not infos:
        raise FileRefusedError("Tệp nén không có tệp nào bên trong.")
    if any(info.flag_bits & 1 for info in infos):
        raise FileRefusedError("Tệp nén có mật khẩu. Bỏ mật khẩu rồi gửi lại.")
    if len(infos) > MAX_MEMBERS:
        raise FileRefusedError(f"Tệp nén có hơn {MAX_MEMBERS} tệp. Chia nhỏ rồi gửi lại.")
    if sum(info.file_size for info in infos) > MAX_EXPANDED_BYTES:
        raise FileRefusedError(_too_large())
    names = [member_name(info.filename) for info in infos]
    if len(set(names)) < len(names):
        raise FileRefusedError("Tệp nén có hai tệp trùng tên. Đổi tên rồi nén lại.")
    return sorted((ZipMember(path, i.filename) for i in infos), key=lambda m: m.member)


def member_name(member: str) -> str:
    """A member as the manifest names it: NFC, forward slashes."""
    return unicodedata.normalize("NFC", member.replace("\\", "/"))


#: What the two modules raise for bytes they cannot follow; an unknown compression is
#: NotImplementedError, lengths and offsets out of range are the next three.
_OF_DAMAGE = (
    EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile,
    NotImplementedError, ValueError, OverflowError, struct.error,
)  # fmt: skip


@contextmanager
def _damage_refused() -> Iterator[None]:
    """What gzip and zipfile raise for damaged files, as a refusal; wraps their calls only."""
    try:
        yield
    except _OF_DAMAGE:
        raise FileRefusedError(_DAMAGED) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a fault of the machine, not a position before the start
            raise
        raise FileRefusedError(_DAMAGED) from None


def _is_litter(info: zipfile.ZipInfo) -> bool:
    parts = [part.casefold() for part in PurePosixPath(info.filename).parts]
    return info.is_dir() or any(part in _LITTER for part in parts)


def _too_large() -> str:
    return (
        f"Tệp nén quá lớn khi giải nén (hơn {MAX_EXPANDED_BYTES >> 30} GB). Chia nhỏ rồi gửi lại."
    )


class _Guarded(io.RawIOBase):
    """Expanded bytes; counts them and turns damage into a refusal."""

    def __init__(self, packed: Any) -> None:
        super().__init__()
        self._packed = packed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._packed.seek(offset, whence))

    def tell(self) -> int:
        return int(self._packed.tell())

    def readinto(self, buffer: Any) -> int:
        with _damage_refused():
            piece = self._packed.read(len(buffer))
        if self._packed.tell() > MAX_EXPANDED_BYTES:
            raise FileRefusedError(_too_large())
        buffer[: len(piece)] = piece
        return len(piece)
