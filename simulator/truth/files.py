"""
The truth of an economy as tables: one Parquet file each, the same bytes every time.

Files hold no time of writing. They are written in groups of rows, so that no table is in memory as a whole. What tables
and columns mean stands in their schemas (``meaning``).
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from cryptodrug_scraper.whole_file import whole_file
from simulator.truth.account_tables import ACCOUNT_TABLES
from simulator.truth.hard_tables import HARD_TABLES
from simulator.truth.listing_tables import LISTING_TABLES
from simulator.truth.trade_tables import TRADE_TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.economy.world import World
    from simulator.truth.table import Table

__all__ = ["TABLES", "digests", "write"]

TABLES: tuple[Table, ...] = (*ACCOUNT_TABLES, *LISTING_TABLES, *TRADE_TABLES, *HARD_TABLES)
"""All tables: those of what only some economies have are not written for the others."""


def write(world: World, folder: Path) -> list[Path]:
    """
    Write the truth into a folder, which is made if need be; files of the same names are replaced, all or none.

    Returns:
        The files, in the order of `TABLES`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with ExitStack() as stack:  # all are written before the first takes the place of an older one
        for table in _tables_of(world):
            path = folder / f"{table.name}.parquet"
            new = stack.enter_context(whole_file(path))
            with pq.ParquetWriter(new, table.schema, compression="zstd", compression_level=3) as writer:
                for batch in table.batches(world):
                    writer.write_table(pa.Table.from_batches([batch]))
            paths.append(path)
    return paths


def _tables_of(world: World) -> list[Table]:
    return [table for table in TABLES if table.wanted(world)]


def digests(world: World) -> dict[str, str]:
    """SHA-256 of each table's rows as JSON, whatever wrote them: what tells two economies apart."""
    found = {}
    for table in _tables_of(world):
        digest = hashlib.sha256()
        for batch in table.batches(world):
            for row in batch.to_pylist():
                digest.update(msgspec.json.encode(row))
        found[table.name] = digest.hexdigest()
    return found
