"""
The stages of a replay, one after the other in one process, each beside its floor.

Chunk by chunk every stage has its turn, so that all meet the same machine; memory does not grow with the archive. A
walk belongs in a process of its own: caches are then as full as a replay's, from this archive alone, and no fuller.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from benchmarks.bare import bare
from benchmarks.databases import cpu_of_server
from benchmarks.floors import copy_raw, make_plain_tables
from benchmarks.spent import Spent
from benchmarks.warm import warm_up
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.loading.batch import Batch, batch_of
from cryptodrug_scraper.store.loading.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from benchmarks.archives import Archive
    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["STAGES", "Walk", "timed_walk", "walk"]

CHUNK = 256
"""Pages, as in a chunk of a replay's work."""
COLLECT = 50_000
"""Objects made between two collections of cycles, as in the processes of a replay."""
STAGES = {"reading": "fastwarc", "parsing": "lxml", "rows": "lxml", "loading": "copy"}
"""The stages, and the floor that each is compared with. Rows have none: lxml is the yardstick of the machine."""


@dataclass
class Walk:
    """
    What the stages have made, and what they took.

    Attributes:
        pages: how many there were.
        rows: how many rows were made of them.
        spent: time by the names of stages and floors.
        batches: the encoded rows, where they are kept.
    """

    pages: int = 0
    rows: int = 0
    spent: dict[str, Spent] = field(default_factory=lambda: defaultdict(Spent))
    batches: list[Batch] = field(default_factory=list)


def timed_walk(archive: Archive, database: str, *, keep: bool) -> Walk:
    """
    Walk through an archive and count the time of each stage.

    Args:
        archive: what to read.
        database: the address of an empty one.
        keep: whether to keep the batches, too.
    """
    gc.freeze()
    gc.set_threshold(COLLECT)
    engine = create_engine(database)
    with engine.connect() as to_load, engine.connect() as to_copy:
        make_plain_tables(to_copy)
        before = cpu_of_server(to_load), cpu_of_server(to_copy)
        result = Walk()
        walk(archive, to_load, to_copy, lambda stage: result.spent[stage].counting(), result, keep=keep)
        result.spent["loading"].cpu += cpu_of_server(to_load) - before[0]
        result.spent["copy"].cpu += cpu_of_server(to_copy) - before[1]
    engine.dispose()
    result.spent = dict(result.spent)
    return result


def walk(
    archive: Archive,
    to_load: Connection,
    to_copy: Connection,
    during: Callable[[str], AbstractContextManager[None]],
    result: Walk,
    *,
    keep: bool = False,
) -> None:
    """
    Put every stage through its turns.

    Args:
        archive: what to read.
        to_load: a connection for the loader.
        to_copy: one with plain tables, for the floor.
        during: makes the context in which a stage of that name runs.
        result: where pages and rows are counted.
        keep: whether to keep the batches there, too.
    """
    version = parser_version(archive.market)
    warm_up(archive.market)
    ours, theirs = captures_in(archive.folder, ImportReport()), archive.pages()
    while True:
        with during("fastwarc"):
            bodies = list(islice(theirs, CHUNK))
        with during("reading"):
            captures = list(islice(ours, CHUNK))
        if len(bodies) != len(captures):
            msg = f"{archive.folder}: FastWARC reads other pages than the import: {len(bodies)}, {len(captures)}"
            raise SystemExit(msg)
        if not captures:
            return
        with during("lxml"):
            for body in bodies:
                bare(body)
        with during("parsing"):
            pages = [_parsed(capture) for capture in captures]
        with during("rows"):
            batch = batch_of(zip(captures, pages, strict=True), version)
        with during("loading"):
            load(to_load, [batch])
        with during("copy"):
            copy_raw(to_copy, batch)
        result.pages += len(captures)
        result.rows += sum(batch.rows.values()) + sum(rows.count(b"\n") for rows in batch.lists.values())
        if keep:
            result.batches.append(batch)


def _parsed(capture: Capture) -> ParsedPage:
    """A page that was read, with the marks of its structure, which are found when the rows ask for them."""
    page = parse_page(capture.body, PageContext(capture.url, capture.captured))
    _ = page.marks
    return page
