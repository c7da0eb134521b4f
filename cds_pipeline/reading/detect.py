"""Whether a file is what its name says.

Belongs here: names that are refused, formats by extension, the first bytes that must agree. Does
not belong here: encodings of text (``encoding``), opening a format (one module each).
"""

from __future__ import annotations

from pathlib import PurePosixPath

from cds_pipeline.reading.refusal import FileRefusedError
from cds_pipeline.reading.source import Source, head_of

TEXT_FORMATS = frozenset({"csv", "tsv", "json", "ndjson"})
WORKBOOK_FORMATS = frozenset({"xlsx", "xls", "ods"})
FORMATS = TEXT_FORMATS | WORKBOOK_FORMATS | {"parquet"}
PACKED = frozenset({"gz", "zip"})
#: Folders whose files are of another kind than dossiers (CONTRACT.md 1.3).
OTHER_KINDS = {
    "portal": "kết quả Cổng công bố",
    "petition": "phản ánh, kiến nghị",
    "investment": "đầu tư công nghệ thông tin",
}

_ZIP, _OLE, _GZIP, _PARQUET, _PDF = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"PAR1",
    b"%PDF",
)
_EMPTY_ZIP = b"PK\x05\x06"
_BINARY = {
    _ZIP: "tệp nén ZIP hoặc bảng tính xlsx/ods",
    _EMPTY_ZIP: "tệp nén ZIP rỗng",
    _OLE: "bảng tính xls hoặc tệp Office có mật khẩu",
    _GZIP: "tệp nén gzip",
    _PARQUET: "tệp Parquet",
    _PDF: "tệp PDF",
    b"{\\rtf": "văn bản RTF",
    b"\xff\xfe\0\0": "văn bản UTF-32",
    b"\0\0\xfe\xff": "văn bản UTF-32",
}
_HTML = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml")
_MAGIC = {"xlsx": _ZIP, "ods": _ZIP, "zip": _ZIP, "xls": _OLE, "gz": _GZIP, "parquet": _PARQUET}


def kind_of(relative: PurePosixPath) -> str:
    """``dossier``, or the folder that says that a file is of another kind.

    Args:
        relative: the file relative to the landing zone, delivery day first.
    """
    folders = [part.casefold() for part in relative.parts[1:-1]]
    return next((kind for kind in OTHER_KINDS if kind in folders), "dossier")


def format_of(name: str) -> str:
    """The format a file name promises, in lower case; ``csv`` for ``a.csv.gz`` too.

    Raises:
        FileRefusedError: the name is that of an unfinished file, or of a format that is not read.
    """
    path = PurePosixPath(name.casefold())
    extension = path.suffix.removeprefix(".")
    if name.startswith(("~$", ".~")) or extension in {"part", "tmp", "crdownload", "filepart"}:
        raise FileRefusedError(
            "Tệp tạm hoặc tệp đang ghi dở. Chờ ghi xong, đổi đúng tên rồi chạy lại."
        )
    if extension == "gz":
        extension = PurePosixPath(path.stem).suffix.removeprefix(".")
    if extension in FORMATS or (extension == "zip" and path.suffix == ".zip"):
        return extension
    shown = f"“.{extension}”" if extension.isalnum() and len(extension) <= 10 else "này"
    raise FileRefusedError(
        f"Đuôi tệp {shown} không được đọc. Dùng .json, .ndjson, .csv, .tsv, .xlsx, .xls, .ods, "
        ".parquet, hoặc .gz, .zip của chúng."
    )


def check_content(source: Source, promised: str) -> None:
    """Compare the first bytes with what the name promises.

    Raises:
        FileRefusedError: the file is empty or is something else; the message says what.
    """
    head = head_of(source)
    if not head:
        raise FileRefusedError("Tệp rỗng (0 byte). Xuất lại tệp từ hệ thống nguồn.")
    magic = _MAGIC.get(promised)
    if magic is not None and head.startswith(magic):
        return
    actual = _what_it_is(head)
    if promised in TEXT_FORMATS and actual is None:
        _check_text(head, promised)
        return
    if promised == "xlsx" and head.startswith(_OLE):
        raise FileRefusedError(
            "Bảng tính có mật khẩu, hoặc là tệp .xls đổi đuôi. Bỏ mật khẩu hoặc lưu lại dạng .xlsx."
        )
    really = f"nội dung là {actual}" if actual else "nội dung không phải định dạng đó"
    raise FileRefusedError(f"Tên tệp là .{promised} nhưng {really}. Lưu lại tệp đúng định dạng.")


def _what_it_is(head: bytes) -> str | None:
    """What the first bytes say a file is, when it is no plain text."""
    for magic, description in _BINARY.items():
        if head.startswith(magic):
            return description
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    return "trang HTML hoặc XML" if text.startswith(_HTML) else None


def _check_text(head: bytes, promised: str) -> None:
    first = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    start = first.replace(b"\0", b"").lstrip()[:1]
    is_json = start in (b"{", b"[")
    if promised in ("json", "ndjson") and not is_json and first.strip():
        raise FileRefusedError(
            f"Tên tệp là .{promised} nhưng nội dung không phải JSON. Lưu lại tệp đúng định dạng."
        )
    if promised in ("csv", "tsv") and is_json:
        raise FileRefusedError(
            f"Tên tệp là .{promised} nhưng nội dung là JSON. Đổi đuôi tệp thành .json."
        )
