"""
The form of other projects' data, for those who have programs that read it.

A table of a layout is SQL on the schema research, and the name there of each of its columns. What becomes of a column
depends on the name that it has in SQL, as everywhere; one that may not leave stays, and is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.export.layouts.cmu import CMU
from cryptodrug_scraper.export.layouts.datacrypto import DATACRYPTO
from cryptodrug_scraper.export.reading import columns, treated
from cryptodrug_scraper.export.table import Field, Table, kind_of, ordered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.export.layouts.layout import LayoutTable
    from cryptodrug_scraper.export.selection import Selection

__all__ = ["LAYOUTS", "read_layout"]

LAYOUTS: Mapping[str, tuple[LayoutTable, ...]] = {"cmu": CMU, "datacrypto": DATACRYPTO}
"""By the name that the command line gives them."""


def read_layout(connection: Connection, selection: Selection, key: bytes | None) -> Iterator[Table]:
    """
    Read the tables of the layout that is selected.

    Args:
        connection: to the database.
        selection: which rows, in what layout, and for whom.
        key: of the pseudonyms; None for an export that identifies people.
    """
    for layout in LAYOUTS[selection.layout or ""]:
        read = columns(connection, layout.sql, selection.values)
        if layout.needs is not None:
            read = read.drop_nulls(layout.needs)
        raw = tuple(Field(series.name, kind_of(series.dtype), "", "kept") for series in read)
        table = treated(Table(layout.name, layout.meaning, raw, (), read), selection.tier, key)
        left = {field.name: field for field in table.fields}
        frame = table.frame
        fields, series = [], []
        for name, (source, meaning) in layout.columns.items():
            found = left.get(source)
            kept = (
                frame[source] if found is not None else pl.Series(name, [None] * frame.height, dtype=read[source].dtype)
            )
            series.append(kept.alias(name))
            fields.append(
                Field(name, kind_of(read[source].dtype), meaning, "withheld" if found is None else found.treatment)
            )
        made = ordered(pl.DataFrame(series), layout.key)
        empty = tuple(field.name for field in fields if field.treatment == "withheld")
        yield Table(layout.name, layout.meaning, tuple(fields), layout.key, made, empty)
