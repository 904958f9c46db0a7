"""Tables of the truth, and the conversion of columns of numbers into columns of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from simulator.economy.intervals import FOREVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from simulator.draws import Flags, Ints
    from simulator.economy.world import World

__all__ = ["INSTANT", "WORD", "Column", "Table", "instants", "known", "named", "repeated", "spans"]

INSTANT = pa.timestamp("s", tz="UTC")
WORD = pa.dictionary(pa.int32(), pa.string())
"""Words of which there are few."""

_GROUP = 1 << 18


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning, and whether it may be empty."""

    name: str
    type: pa.DataType
    meaning: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table.

    Attributes:
        name: in the singular.
        meaning: what a row is.
        columns: in order.
        rows: makes it, column by column, some rows at a time.
        wanted: whether an economy has such things at all; else the table is not written.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[World], Iterator[Sequence[pa.Array]]]
    wanted: Callable[[World], bool] = lambda _: True

    @property
    def schema(self) -> pa.Schema:
        """Types and meanings."""
        fields = (
            pa.field(column.name, column.type, nullable=column.optional, metadata={"meaning": column.meaning})
            for column in self.columns
        )
        return pa.schema(list(fields), metadata={"meaning": self.meaning})

    def batches(self, world: World) -> Iterator[pa.RecordBatch]:
        """All rows."""
        schema = self.schema
        for columns in self.rows(world):
            arrays = [
                array if array.type == field.type else array.cast(field.type)
                for array, field in zip(columns, schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def spans(length: int) -> Iterator[slice]:
    """Parts of a long table."""
    for start in range(0, length, _GROUP):
        yield slice(start, min(start + _GROUP, length))


def instants(at: Ints) -> pa.Array:
    """Instants; none where what should happen never does."""
    return pa.array(at, mask=at >= FOREVER).cast(INSTANT)


def known(values: Ints, mask: Flags) -> pa.Array:
    """Numbers, where they are known."""
    return pa.array(values, mask=~mask)


def named(places: Ints, names: Sequence[str]) -> pa.Array:
    """Names by place; none for places below 0."""
    mask = places < 0
    indices = pa.array(np.where(mask, 0, places).astype(np.int32), mask=mask)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))


def repeated(name: str, length: int) -> pa.Array:
    """One name in every row."""
    return named(np.zeros(length, dtype=np.int64), (name,))
