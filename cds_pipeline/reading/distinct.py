"""A column read once per distinct text.

Belongs here: the vectorised "look at every different text once" that keeps code, flag, number and
name columns cheap. Does not belong here: what a text means (``contracts.codes``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from cds_pipeline.contracts.codes import is_blank

if TYPE_CHECKING:
    from collections.abc import Callable


class DistinctTexts:
    """The different texts of a column and which row holds which.

    Attributes:
        texts: the different texts that are not null, in any order.
    """

    def __init__(self, column: pl.Series) -> None:
        distinct = column.drop_nulls().unique()
        self.texts: list[str] = distinct.to_list()
        self._rows: pl.Series = (
            column.cast(pl.Enum(distinct)).to_physical()
            if self.texts
            else pl.Series([None], dtype=pl.UInt32).new_from_index(0, column.len())
        )

    def read(self, meaning: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
        """The column with every text replaced by its meaning; blank texts and nulls are null."""
        values = [None if is_blank(text) else meaning(text) for text in self.texts]
        return self._spread(values, dtype)

    def given(self) -> pl.Series:
        """Whether each row's cell says anything."""
        blanks = [is_blank(text) for text in self.texts]
        if not any(blanks):
            return self._rows.is_not_null()
        return self._spread([not blank for blank in blanks], pl.Boolean()).fill_null(value=False)

    def _spread(self, values: list[Any], dtype: pl.DataType) -> pl.Series:
        if not values:
            return pl.Series([None], dtype=dtype).new_from_index(0, self._rows.len())
        return pl.Series(values, dtype=dtype).gather(self._rows)
