"""
Read captures and load what they hold: all that a replay does with a task, in whatever process.

A chunk of captures is one look into the database, one transaction, and one step to tell of.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.chunks import chunks
from cryptodrug_scraper.importers.warc_file import Reading, WarcFile
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.replay.limits import TooSlowError, limited_time
from cryptodrug_scraper.replay.loading import load_pages
from cryptodrug_scraper.replay.reading import read_page, too_much
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.task import Step
from cryptodrug_scraper.replay.unread import unread
from cryptodrug_scraper.store.readings.filled import filled_in
from cryptodrug_scraper.store.rows.page import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.records import Issue
    from cryptodrug_scraper.replay.task import Options, Task
    from cryptodrug_scraper.store.loading.batch import Batch

    Work = tuple[list[Batch], Summary]

__all__ = ["carry_out"]


def carry_out(task: Task, options: Options, connection: Connection, *, may_end: bool = False) -> Iterator[Step]:
    """
    Carry out a task, and tell of each step when its rows are in the database.

    Args:
        task: what to do.
        options: what is wanted of every page.
        connection: one that has no transaction open.
        may_end: end the process where nothing else stops the reading of a page; see `limited_time`.

    Raises:
        StoreError: the database cannot be used, or refuses a page even without what was read in it.
        MemoryError: this machine has too little; that says nothing of the pages.
    """
    reading = Reading()
    captures = islice(task.captures(reading), task.done, None)
    done = task.done
    place, end = task.source.place if isinstance(task.source, WarcFile) else (0, 0)
    for chunk in _all_chunks(captures, task.singly):
        summary = Summary()
        _deal_with(chunk, options, connection, summary, task.issue if done == task.done else None, may_end=may_end)
        done += len(chunk)
        before, place = place, max(place, chunk[-1].origin.offset or 0) if end else 0
        yield Step(done, summary, place - before)
    yield Step(done, Summary(), end - place, reading)


def _all_chunks(captures: Iterator[Capture], singly: int) -> Iterator[tuple[Capture, ...]]:
    yield from ((capture,) for capture in islice(captures, singly))
    yield from chunks(captures)


def _deal_with(
    chunk: Sequence[Capture],
    options: Options,
    connection: Connection,
    summary: Summary,
    issue: Issue | None,
    *,
    may_end: bool,
) -> None:
    inside = [capture for capture in chunk if options.window.holds(capture)]
    summary.outside += len(chunk) - len(inside)
    summary.taken.see(inside)
    wanted = inside if options.is_trial else unread(connection, inside, summary, options)
    if not wanted:
        return
    read = partial(_read, options=options, may_end=may_end)
    batches, counted = read(wanted) if issue is None else _not_read(wanted[0], issue)
    summary.add(counted)
    if options.is_trial:
        return

    def again(part: Sequence[Capture], refusal: Issue | None) -> list[Batch]:
        return (read(part, refusal) if issue is None else _not_read(part[0], refusal or issue))[0]

    def refused(capture: Capture, refusal: Issue) -> None:
        summary.fail(refusal, capture.origin)

    summary.new_rows.update(load_pages(connection, wanted, batches, again, refused))


def _read(captures: Sequence[Capture], issue: Issue | None = None, *, options: Options, may_end: bool) -> Work:
    """
    Read captures and encode their rows, one batch for each market; ``issue`` stands in place of what is read in them.

    Raises:
        MemoryError: this machine has too little; that says nothing of the pages.
    """
    try:
        return _read_together(captures, issue, options, may_end=may_end)
    except (TooSlowError, MemoryError) as error:  # their rows take too long to make, or too much
        if len(captures) == 1:
            return _not_read(captures[0], too_much(error))
    batches, summary = [], Summary()
    for capture in captures:
        alone = _read([capture], issue, options=options, may_end=may_end)
        batches += alone[0]
        summary.add(alone[1])
    return batches, summary


def _read_together(captures: Sequence[Capture], issue: Issue | None, options: Options, *, may_end: bool) -> Work:
    summary = Summary()
    pages = []
    for capture in captures:
        page = read_page(capture, options.market, may_end=may_end)
        summary.count(page, capture)
        pages.append((capture, page if issue is None else page.bare(issue)))
    failed = set()

    def fail(capture: Capture, found: Issue) -> None:
        failed.add(capture.capture_id)
        summary.fail(found, capture.origin)

    with limited_time(may_end=may_end):
        batches = batches_of(pages, fail)
        if options.is_trial:
            for capture, page in pages:
                if capture.capture_id not in failed:
                    summary.filled.update(filled_in(rows_of(capture, page, "")))
    return batches, summary


def _not_read(capture: Capture, issue: Issue) -> Work:
    summary = Summary()
    page = ParsedPage.nothing_but(issue)
    summary.count(page, capture)
    return batches_of([(capture, page)]), summary
