"""Pages ready to be loaded, as a worker process hands them to the loader."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.partitions import month_of
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.tables import COLUMNS, LOADED, OF_MANY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.rows.page_rows import Row

__all__ = ["Batch", "batch_of"]


@dataclass(frozen=True, slots=True)
class Batch:
    """
    The encoded rows of some pages.

    Attributes:
        tables: for each table that has rows, these in the format of COPY.
        rows: how many those are.
        months: the first days of the months of the captures.
        parser_versions: the versions that read the pages.
        captures: how many pages there are.
    """

    tables: dict[str, bytes]
    rows: dict[str, int]
    months: frozenset[date]
    parser_versions: frozenset[str]
    captures: int


def batch_of(pages: Iterable[tuple[Capture, ParsedPage]], parser_version: str) -> Batch:
    """
    Make one batch of some pages; see `rows_of` for the arguments.

    What pages have in common, as a long text or a menu, is in it once, and so is a page that is given twice; both its
    origins are.

    A few hundred pages make a good batch: it is held in memory whole, and loaded in one transaction.
    """
    tables: dict[str, list[Row]] = {name: [] for name in LOADED}
    texts: dict[object, Row] = {}
    of_many: dict[str, dict[object, list[Row]]] = {name: {} for name in OF_MANY}
    runs: set[object] = set()
    captures = 0
    for capture, page in pages:
        captures += 1
        rows_by_table = rows_of(capture, page, parser_version)
        run = rows_by_table["parse_run"][0][0]
        if run in runs:
            tables["capture_origin"] += rows_by_table["capture_origin"]
            continue
        runs.add(run)
        for name, rows in rows_by_table.items():
            if name == "text":
                texts.update((row[0], row) for row in rows)
            elif name in of_many:
                of_many[name][rows[0][0]] = rows
            else:
                tables[name] += rows
    tables["text"] = list(texts.values())
    tables |= {name: list(chain.from_iterable(kept.values())) for name, kept in of_many.items()}
    when = COLUMNS["capture"].index("captured_at")
    instants = {row[when] for row in tables["capture"]} - {None}
    return Batch(
        tables={name: encode_rows(rows) for name, rows in tables.items() if rows},
        rows={name: len(rows) for name, rows in tables.items() if rows},
        months=frozenset(month_of(at) for at in instants),  # type: ignore[arg-type]  # the column holds instants
        parser_versions=frozenset({parser_version} if captures else ()),
        captures=captures,
    )
