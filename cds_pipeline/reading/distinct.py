"""A column read once per distinct text.

Belongs here: the vectorised "look at every different text once" that keeps code, flag, number and
name columns cheap. Does not belong here: what a text means (``contracts.codes``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from cds_pipeline.contracts.codes import is_blank
from cds_pipeline.reading.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable


class DistinctTexts:
    """The different texts of a column and which row holds which.

    Attributes:
        texts: the different texts that are not null, in any order; of a column that came with its
            list of texts, all of that list.
    """

    def __init__(self, column: pl.Series) -> None:
        dtype = column.dtype
        if not isinstance(dtype, pl.Enum):
            distinct = column.drop_nulls().unique()
            dtype = pl.Enum(distinct)
            column = column.cast(dtype) if len(distinct) else column
        self.texts: list[str] = dtype.categories.to_list()
        self._rows: pl.Series = (
            column.to_physical()
            if self.texts
            else pl.Series([None], dtype=pl.UInt32).new_from_index(0, column.len())
        )

    def read(self, meaning: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
        """The column with every text replaced by its meaning; blank texts and nulls are null."""
        return self._spread(self._meanings(meaning), dtype)

    def read_texts(self, meaning: Callable[[str], str | None]) -> pl.Series:
        """Like :meth:`read`, as a column that comes with the list of its different texts."""
        return listed(self._meanings(meaning), self._rows)

    def given(self) -> pl.Series:
        """Whether each row's cell says anything."""
        blanks = [is_blank(tidy(text)) for text in self.texts]
        if not any(blanks):
            return self._rows.is_not_null()
        return self._spread([not blank for blank in blanks], pl.Boolean()).fill_null(value=False)

    def _meanings(self, meaning: Callable[[str], Any]) -> list[Any]:
        tidied = map(tidy, self.texts)
        return [None if is_blank(text) else meaning(text) for text in tidied]

    def _spread(self, values: list[Any], dtype: pl.DataType) -> pl.Series:
        if not values:
            return pl.Series([None], dtype=dtype).new_from_index(0, self._rows.len())
        return pl.Series(values, dtype=dtype).gather(self._rows)


def listed(values: list[str | None], rows: pl.Series) -> pl.Series:
    """A column of ``values[row]``, stored as the list of different texts and a number a row."""
    texts = list(dict.fromkeys(text for text in values if text is not None))
    numbers = {text: number for number, text in enumerate(texts)}
    places = [None if text is None else numbers[text] for text in values] or [None]
    return pl.Series(places, dtype=pl.UInt32).gather(rows).cat.to(pl.Enum(texts))


def spelled_out(column: pl.Series) -> pl.Series:
    """A column of texts as plain text, however it is stored."""
    if not isinstance(column.dtype, pl.Enum):
        return column
    texts = column.dtype.categories
    if texts.is_empty():
        return pl.Series(column.name, [None], dtype=pl.String).new_from_index(0, column.len())
    return texts.gather(column.to_physical()).alias(column.name)
