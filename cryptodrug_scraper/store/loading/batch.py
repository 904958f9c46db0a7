"""
Pages ready to be loaded, as a worker process hands them to the loader.

A list of ratings is named by its month and by all that its rows say, as they are encoded: captures that repeat a list,
and parsers that read it alike, name the same, and its rows are stored once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.loading.partitions import month_of
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.tables import COLUMNS, LISTED, LOADED, OF_MANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.rows.page_rows import Row

__all__ = ["Batch", "batch_of", "lists_of"]

_RUN = COLUMNS["parse_run"]
_AT, _LIST = _RUN.index("captured_at"), _RUN.index("review_list_id")
_STATED = COLUMNS["capture"].index("captured_at")


@dataclass(frozen=True, slots=True)
class Batch:
    """
    The encoded rows of some pages.

    Attributes:
        tables: for each table that has rows, these in the format of COPY.
        rows: how many those are.
        months: the first days of the months of the captures, by their sources and by their readings.
        parser_versions: the versions that read the pages.
        captures: how many pages there are.
        lists: for each list of ratings the rows that it has, encoded; they are loaded where the list is new.
    """

    tables: dict[str, bytes]
    rows: dict[str, int]
    months: frozenset[date]
    parser_versions: frozenset[str]
    captures: int
    lists: dict[UUID, bytes] = field(default_factory=dict)


def batch_of(pages: Iterable[tuple[Capture, ParsedPage]], parser_version: str) -> Batch:
    """
    Make one batch of some pages; see `rows_of` for the arguments.

    What pages have in common, as a long text or a menu, is in it once, and so is a page that is given twice; both its
    origins are.

    A few hundred pages make a good batch: it is held in memory whole, and loaded in one transaction.
    """
    tables: dict[str, list[Row]] = {name: [] for name in LOADED}
    texts: dict[object, Row] = {}
    of_many: dict[str, dict[object, list[Row]]] = {name: {} for name in OF_MANY if name not in {"review_list", LISTED}}
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
    lists = _name_lists(tables)
    tables["text"] = list(texts.values())
    tables |= {name: list(chain.from_iterable(kept.values())) for name, kept in of_many.items()}
    instants = {*(row[_AT] for row in tables["parse_run"]), *(row[_STATED] for row in tables["capture"])} - {None}
    return Batch(
        tables={name: encode_rows(rows) for name, rows in tables.items() if rows},
        rows={name: len(rows) for name, rows in tables.items() if rows},
        months=frozenset(month_of(at) for at in instants),  # type: ignore[arg-type]  # the column holds instants
        parser_versions=frozenset({parser_version} if captures else ()),
        captures=captures,
        lists=lists,
    )


def _name_lists(tables: dict[str, list[Row]]) -> dict[UUID, bytes]:
    """Name the lists of ratings, and have the readings that show them refer to them; gives the rows of each."""
    ratings, tables[LISTED] = tables[LISTED], []
    counted = _RUN.index("review_count")
    showing = [place for place, run in enumerate(tables["parse_run"]) if run[counted]]
    readings = [
        cast("tuple[datetime | None, int]", (tables["parse_run"][place][_AT], tables["parse_run"][place][counted]))
        for place in showing
    ]
    lists: dict[UUID, bytes] = {}
    for place, (name, month, rows) in zip(showing, lists_of(readings, ratings), strict=True):
        run = tables["parse_run"][place]
        tables["parse_run"][place] = (*run[:_LIST], name, *run[_LIST + 1 :])
        if name not in lists:
            lists[name] = rows
            tables["review_list"].append((month, name))
    return lists


def lists_of(
    readings: Iterable[tuple[datetime | None, int]], rows: list[Row]
) -> Iterator[tuple[UUID, date | None, bytes]]:
    """
    Name the lists of ratings of some readings: gives for each its identifier, its month and its rows, encoded.

    Args:
        readings: for each the instant of its page, and how many ratings that has; at least one.
        rows: the ratings of all of them, one reading after the other.
    """
    lines = iter(encode_rows(rows).splitlines(keepends=True))
    for at, count in readings:
        month = None if at is None else month_of(at)
        said = list(islice(lines, count))
        name = content_id(None if month is None else month.isoformat(), b"".join(said))
        key = b"%b\t%032x\t" % (b"\\N" if month is None else month.isoformat().encode(), name.int)
        yield name, month, key + key.join(said)
