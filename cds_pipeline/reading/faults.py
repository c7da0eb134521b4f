"""Errors of libraries while a file is read, without the content their messages quote.

Belongs here: turning what a parser did not expect into a refusal, and a fault of ours into an error
that quotes nothing. Does not belong here: reasons a format knows (its own module).
"""

from __future__ import annotations

import csv
import traceback
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from cds_pipeline.reading.refusal import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Errors of a library that no content can cause: a column asked for that our own code did not make.
_OF_OUR_FRAMES = (
    pl.exceptions.ColumnNotFoundError,
    pl.exceptions.SchemaFieldNotFoundError,
    pl.exceptions.DuplicateError,
    pl.exceptions.ShapeError,
)
_OF_THE_CONTENT = (
    pl.exceptions.PolarsError,
    pa.ArrowInvalid,
    pa.ArrowTypeError,
    pa.ArrowNotImplementedError,
    UnicodeError,
    OverflowError,
    RecursionError,
    csv.Error,
    zlib.error,
)
_OF_OURS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)


class ReaderFaultError(RuntimeError):
    """The reader has a fault; the message names the file and the place, not what is in the file."""


@contextmanager
def without_content(file_name: str) -> Iterator[None]:
    """Errors raised inside quote nothing of the file: neither a log nor a message may hold it.

    Raises:
        FileRefusedError: a library does not take the content.
        ReaderFaultError: any other error of a program, not of the machine.
    """
    try:
        yield
    except FileRefusedError:
        raise
    except _OF_OUR_FRAMES as error:
        raise ReaderFaultError(_fault(file_name, error)) from None
    except _OF_THE_CONTENT as error:
        raise FileRefusedError(_unexpected(error)) from None
    except _OF_OURS as error:
        raise ReaderFaultError(_fault(file_name, error)) from None
    except BaseException as error:
        # Rust code of Polars panics on some values; the type cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefusedError(_unexpected(error)) from None


def _fault(file_name: str, error: BaseException) -> str:
    return (
        f"Lỗi chương trình khi đọc {file_name} ({_place(error)}). Báo người quản trị hệ thống; "
        "để chạy tiếp, tạm chuyển tệp đó ra khỏi vùng tiếp nhận."
    )


def _unexpected(error: BaseException) -> str:
    return (
        f"Nội dung tệp làm trình đọc dừng lại ({_place(error)}). Mở tệp bằng phần mềm bảng tính, "
        "lưu lại rồi gửi; nếu vẫn bị từ chối, báo người quản trị hệ thống."
    )


def _place(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
