"""The truth of the pages that simulated crawls wrote: when each was fetched, and whether it is an older copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from cryptodrug_scraper.whole_file import whole_file
from simulator.truth.table import INSTANT, WORD, Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["NAME", "SavedPage", "read_pages", "write_pages"]

NAME = "pages.parquet"
_COLUMNS = (
    Column("market", WORD, "Name of the market."),
    Column("crawl", WORD, "Name of the crawl: the market and the day of its folder."),
    Column("number", pa.int32(), "Place in the plan of the crawl."),
    Column("kind", WORD, "Kind of page that was asked for."),
    Column("outcome", WORD, "page, or what was kept in its place: truncated, wall, bad_gateway, session_lost."),
    Column("mirror", pa.int8(), "0, or the number of another mirror of the market that showed it."),
    Column("file", pa.string(), "File that holds it: of a folder the path below it, of an archive the name."),
    Column("url", pa.string(), "Address."),
    Column("sha256", pa.string(), "Of the bytes that are kept."),
    Column("crawled_at", INSTANT, "When the crawl was at this page; what sidecars and WARC records state."),
    Column("fetched_at", INSTANT, "When the bytes were fetched in truth."),
    Column("is_old_copy", pa.bool_(), "Whether that was before the crawl was there."),
)
_SCHEMA = pa.schema(
    [pa.field(column.name, column.type, nullable=False, metadata={"meaning": column.meaning}) for column in _COLUMNS],
    metadata={"meaning": "A page that a simulated crawl has kept."},
)


class SavedPage(NamedTuple):
    """A row: see the columns. Instants are seconds since 1970."""

    market: str
    crawl: str
    number: int
    kind: str
    outcome: str
    mirror: int
    file: str
    url: str
    sha256: str
    crawled_at: int
    fetched_at: int
    is_old_copy: bool


def write_pages(root: Path, pages: Sequence[SavedPage]) -> None:
    """Write the truth of pages into a folder, below the rows that an earlier run has written."""
    path = root / NAME
    columns = [pa.array(column).cast(field.type) for column, field in zip(_columns(pages), _SCHEMA, strict=True)]
    table = pa.Table.from_arrays(columns, schema=_SCHEMA)
    if path.exists():
        table = pa.concat_tables([pq.read_table(path).cast(_SCHEMA), table])
    with whole_file(path) as new:
        pq.write_table(table, new, compression="zstd", compression_level=3)


def _columns(pages: Sequence[SavedPage]) -> Sequence[Sequence[object]]:
    return list(zip(*pages, strict=True)) if pages else [()] * len(_COLUMNS)


def read_pages(root: Path) -> pa.Table:
    """Return the truth of the pages in a folder."""
    return pq.read_table(root / NAME)
