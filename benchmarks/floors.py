"""
What no reading and loading of the same pages can do without, by the quickest libraries there are.

Reading: FastWARC unpacks the pages, lxml makes a tree of each. Loading: COPY of the same rows, as they are encoded,
into tables of the same columns that are not logged and have no index, key or partition.
"""

from __future__ import annotations

import io
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sqlalchemy import text

from benchmarks.bare import read_segment
from benchmarks.databases import cpu_of_server
from benchmarks.spent import Spent
from cryptodrug_scraper.store.tables import COLUMNS, LIST_KEY, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from benchmarks.archives import Segment
    from cryptodrug_scraper.store.loading.batch import Batch

__all__ = ["Pool", "copy_raw", "make_plain_tables", "reading_and_loading", "reading_floor"]

_CHUNK = 1 << 20


def make_plain_tables(connection: Connection) -> None:
    """Make a copy of each table that pages are loaded into, with nothing but its columns."""
    with connection.begin():
        for name in COLUMNS:
            connection.execute(text(f"DROP TABLE IF EXISTS plain_{name}"))
            connection.execute(text(f"CREATE UNLOGGED TABLE plain_{name} (LIKE {name})"))


def copy_raw(connection: Connection, batch: Batch) -> None:
    """Copy the rows of a batch into the plain tables, in one transaction."""
    with connection.begin(), closing(connection.connection.cursor()) as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        tables = {name: (COLUMNS[name], rows) for name, rows in batch.tables.items()}
        tables[LISTED] = (LIST_KEY + COLUMNS[LISTED], b"".join(batch.lists.values()))
        for name, (columns, rows) in tables.items():
            cursor.copy_expert(f"COPY plain_{name} ({', '.join(columns)}) FROM STDIN", io.BytesIO(rows), _CHUNK)


class Pool:
    """Processes on every core, ready to read, so that no floor has to start them."""

    def __init__(self, count: int) -> None:
        self.executor = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
        for ready in [self.executor.submit(time.sleep, 0.2) for _ in range(count)]:
            ready.result()

    def close(self) -> None:
        """End the processes."""
        self.executor.shutdown()


def reading_floor(pool: Pool, segments: Sequence[Segment]) -> Spent:
    """Read and parse all pages on every core."""
    began = time.perf_counter()
    done = list(pool.executor.map(read_segment, segments))
    return Spent(sum(cpu for _, cpu in done), time.perf_counter() - began)


def reading_and_loading(
    pool: Pool, segments: Sequence[Segment], connection: Connection, batches: Iterable[Batch]
) -> Spent:
    """Read and parse all pages on every core, and copy the rows meanwhile."""
    make_plain_tables(connection)
    before = cpu_of_server(connection)
    spent = Spent()
    with spent.counting():
        done = pool.executor.map(read_segment, segments)
        for batch in batches:
            copy_raw(connection, batch)
        spent.cpu += sum(cpu for _, cpu in done)
    spent.cpu += cpu_of_server(connection) - before
    return spent
