"""Where a text stands in anything a program wrote: text, JSON, Parquet, DuckDB, SQLite, workbooks."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_ALL_TABLES = "select database_name, schema_name, table_name from duckdb_tables()"


def leaks(folder: Path, tokens: Sequence[str], *, but: Path | None = None) -> list[str]:
    """Every file below ``folder`` that holds one of the tokens, as ``file: token``."""
    found = []
    for path in sorted(folder.rglob("*")):
        if (
            path.is_symlink()
            or not path.is_file()
            or (but is not None and path.is_relative_to(but))
        ):
            continue
        text = plain("\n".join([path.name, *_texts(path)]))
        found += [f"{path.relative_to(folder)}: {token}" for token in tokens if token in text]
    return found


def plain(text: str) -> str:
    """Letters and digits only, without case and diacritics: no spelling hides a name."""
    letters = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(character for character in letters if character.isalnum())


def _texts(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    yield content.decode("utf-8", "replace")
    for odd in (content, content[1:]):
        yield odd.decode("utf-16-le", "replace")
    if path.suffix == ".parquet":
        yield from _columns(pq.read_table(path))
        yield str(pq.read_metadata(path).metadata)
    elif path.suffix == ".duckdb":
        yield from _tables(path)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )


def _columns(table: pa.Table) -> Iterator[str]:
    for column in table.columns:
        yield "\n".join(str(value) for value in column.unique().to_pylist())


def _tables(path: Path) -> Iterator[str]:
    with duckdb.connect(path, read_only=True) as connection:
        for names in connection.execute(_ALL_TABLES).fetchall():
            yield from _columns(
                connection.table(".".join(f'"{n}"' for n in names)).to_arrow_table()
            )
