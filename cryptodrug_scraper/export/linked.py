"""
Cells of the public tables that are sums of the same sales or listings, and which of them are suppressed.

A market's month is the sum of its countries, and a country's of its goods: what is shown of one table is taken from
what is shown of another. `measures.disclosure` chooses of all of them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cryptodrug_scraper.export.reading import columns
from cryptodrug_scraper.export.windows import in_window, windowed
from cryptodrug_scraper.measures.disclosure import withheld

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    import polars as pl
    from sqlalchemy import Connection

    from cryptodrug_scraper.export.selection import Selection

    Cell: TypeAlias = tuple[Hashable, ...]

__all__ = ["LISTINGS", "SALES", "linked_cells"]

SALES = ("transactions", "turnover_eur")
LISTINGS = "listings"
_SOLD = """
SELECT DISTINCT market, month, vendor, coalesce(code, 'unknown') AS code, coalesce(drug_class, 'unknown') AS drug_class
FROM research.origin_month WHERE WINDOW(month) AND (transactions > 0 OR turnover_eur > 0)
"""
_OFFERED = """
SELECT DISTINCT market, month, vendor, ever_codes AS codes, coalesce(drug_class, 'unknown') AS drug_class
FROM research.listing_month WHERE WINDOW(month)
"""


def linked_cells(connection: Connection, selection: Selection) -> frozenset[Cell]:
    """
    Return the cells that are suppressed: what is summed (``sales`` or ``listings``), market, month, and where these are
    parted the country and the class of drug, each null for all of them.

    Args:
        connection: to the database.
        selection: the window and the markets.
    """
    sold = columns(connection, windowed(_SOLD), in_window(selection))
    offered = columns(connection, windowed(_OFFERED), in_window(selection))
    found: set[Cell] = set()
    for (market, month), rows in sold.group_by("market", "month", maintain_order=True):
        found.update(_hidden("sales", market, month, _of_sales(rows)))
    for (market, month), rows in offered.group_by("market", "month", maintain_order=True):
        found.update(_hidden("listings", market, month, _of_listings(rows)))
    return frozenset(found)


def _of_sales(rows: pl.DataFrame) -> Iterator[tuple[str, list[Cell]]]:
    """Of each contribution its vendor, and the cells that count it."""
    for vendor, code, kind in rows.select("vendor", "code", "drug_class").rows():
        yield vendor, [(None, None), (code, None), (code, kind)]


def _of_listings(rows: pl.DataFrame) -> Iterator[tuple[str, list[Cell]]]:
    for vendor, codes, kind in rows.select("vendor", "codes", "drug_class").rows():
        yield vendor, [(None, None), *((code, None) for code in sorted(set(codes or ()))), (None, kind)]


def _hidden(what: str, market: object, month: object, rows: Iterable[tuple[str, list[Cell]]]) -> Iterator[Cell]:
    known = list(rows)
    places = {cell: place for place, cell in enumerate(dict.fromkeys(cell for _, cells in known for cell in cells))}
    names = {vendor: place for place, vendor in enumerate(dict.fromkeys(vendor for vendor, _ in known))}
    counts = np.zeros((len(places), len(known)))
    for column, (_, cells) in enumerate(known):
        for cell in cells:
            counts[places[cell], column] = 1.0
    wanted = [(code is None) + (kind is None) for code, kind in places]
    chosen = withheld(counts, [names[vendor] for vendor, _ in known], wanted=wanted)
    for cell, is_hidden in zip(places, chosen, strict=True):
        if is_hidden:
            yield (what, market, month, *cell)
