"""Read captures on every core and load what they hold."""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

from cryptodrug_scraper.cluster.scheduler import check_scheduler
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.sources import check_paths
from cryptodrug_scraper.importers.window import Window
from cryptodrug_scraper.replay.carry_out import carry_out
from cryptodrug_scraper.replay.choosing import decide
from cryptodrug_scraper.replay.known_files import KnownFiles
from cryptodrug_scraper.replay.loss import Look
from cryptodrug_scraper.replay.planning import Plan
from cryptodrug_scraper.replay.pool import Pool
from cryptodrug_scraper.replay.share import Share
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.task import Options
from cryptodrug_scraper.replay.unread import current_readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay.choosing import OnLoss
    from cryptodrug_scraper.replay.task import Step, Task

__all__ = ["replay"]

_SHOWN = 3
_ON_CLUSTER = 32
"""Processes for which tasks are made where a cluster carries them out, whose workers come and go."""


def replay(  # each option is one of the command's
    engine: Engine,
    paths: Sequence[Place],
    *,
    market: str | None = None,
    window: Window | None = None,
    workers: int | None = None,
    dask: str | None = None,
    apart: bool = False,
    reparse: bool = False,
    trust_modified: bool = False,
    on_loss: OnLoss = "stop",
    insist: bool = False,
    progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """
    Read the captures at some paths and load them.

    Captures that the installed parsers have read before are not read again, so an interrupted replay continues where it
    stopped. Order and number of workers do not change the result; several replays may run at a time.

    Args:
        engine: the database.
        paths: folders, WARC files, pages.
        market: the market that the pages should be of; others get an issue.
        window: the days whose captures are wanted.
        workers: processes that read and load; the machine's cores unless given. With one, all is done in this process.
        dask: the address of a Dask scheduler, whose workers then read and load in place of this machine.
        apart: do it in another, even if it is one: a page that ends its process, or does not come back from code in C,
            is then an issue of that page, and here the end of the replay.
        reparse: read only captures that other parser versions have read before, and load no new ones.
        trust_modified: use a file's modification time as capture time if the page has no other.
        on_loss: what is done where pages would show less than they do; see `decide`.
        insist: show what the parsers installed here read, even where another machine chose others.
        progress: called with the counts so far after each chunk.

    Raises:
        ConfigurationError: pages would show less than they do, and nobody said what to do about it; the cluster cannot
            be used, or some worker has other parsers.
        ArchiveError: a path does not exist; or single files were named and none of them is a page.
        ParseError: processes end although they do not read.
        StoreError: the database refuses the rows.
    """
    check_paths(paths)
    if dask is not None:
        check_scheduler(dask)
    began = time.monotonic()
    summary = Summary()
    options = Options(market, window or Window(), reparse, current_readings())
    count = workers or os.cpu_count() or 1
    on_pool = apart or count > 1 or dask is not None
    look = Look(engine, options, apart=on_pool, trust_modified=trust_modified)
    options = decide(look, paths, summary, on_loss=on_loss, insist=insist)
    share, gone = Share(paths), 0
    with engine.connect() as connection:
        known = KnownFiles(connection, options)
        processes = count if dask is None else _ON_CLUSTER
        plan = Plan(paths, summary, known, share, processes=processes, trust_modified=trust_modified)
        if dask is not None:
            steps = _on_cluster(plan, options, engine, dask)
        else:
            steps = _apart(plan, options, engine, count) if on_pool else _here(plan, options, engine)
        with closing(plan):
            for task, step in steps:
                summary.add(step.counted)
                gone += step.bytes
                summary.seconds, summary.share = time.monotonic() - began, share.of(gone + plan.gone)
                if step.reading is not None:
                    plan.take(task, step.reading)
                elif progress is not None:
                    progress(summary)
        if not summary.kept:  # else not all in them was read
            known.note(plan.read)
    summary.seconds, summary.share = time.monotonic() - began, 1.0
    _check_named(summary)
    return summary


def _here(plan: Plan, options: Options, engine: Engine) -> Iterator[tuple[Task, Step]]:
    with engine.connect() as connection:
        for task in plan.tasks():
            if task is not None:
                for step in carry_out(task, options, connection):
                    yield task, step


def _apart(plan: Plan, options: Options, engine: Engine, processes: int) -> Iterator[tuple[Task, Step]]:
    with Pool(processes, options, engine.url) as pool:
        yield from pool.run(plan.tasks())


def _on_cluster(plan: Plan, options: Options, engine: Engine, scheduler: str) -> Iterator[tuple[Task, Step]]:
    from cryptodrug_scraper.replay.on_cluster import on_cluster  # noqa: PLC0415  # Dask is installed only where it is used

    return on_cluster(plan.tasks(), options, engine.url, scheduler)


def _check_named(summary: Summary) -> None:
    named = summary.report.refused_by_name
    if not named or summary.report.accepted:
        return
    more = f"; and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    msg = (
        f"nothing was loaded, for no page was named: {'; '.join(named[:_SHOWN])}{more}. Name saved pages, "
        "folders of them, or archives (tar, zip, WARC, WACZ)"
    )
    raise ArchiveError(msg)
