"""Write the crawls of a whole policy, on all cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive import ArchiveWriter, Layout
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from simulator.archiving.parts import PartWriter, Task, Written, part_name
from simulator.archiving.plan import parts
from simulator.archiving.report import report_of, write_report
from simulator.truth.pages import write_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from simulator.archiving.parts import Form
    from simulator.archiving.schedule import Crawl
    from simulator.economy import World
    from simulator.site import Viewer
    from simulator.truth.pages import SavedPage

__all__ = ["Summary", "archive_crawls"]


@dataclass(slots=True)
class Summary:
    """
    The progress of the work.

    Attributes:
        crawls: crawls to write.
        planned: pages that the market had in them.
        saved: pages that are written.
        bytes: of their bodies.
        seconds: since the beginning.
    """

    crawls: int = 0
    planned: int = 0
    saved: int = 0
    bytes: int = 0
    seconds: float = 0.0


def archive_crawls(
    world: World,
    crawls: list[Crawl],
    root: Path,
    viewer: Viewer,
    *,
    form: Form = "warc",
    workers: int | None = None,
    progress: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """
    Write crawls; ``crawls.json``, which says what each planned, saved and missed; and ``pages.parquet``, the truth of
    every page (`simulator.truth.pages`).

    Files are cut and named in the same way for any number of workers, so the same crawls give the same bytes.

    Args:
        world: what the pages are of. Workers share its memory.
        crawls: what to write.
        root: an archive, which is made if it is not there, or a folder.
        viewer: the account that crawls.
        form: ``warc`` for an archive; ``folder`` for pages with sidecars.
        workers: processes; 1 works in this one. All cores unless given.
        progress: is called with the state of the work.

    Raises:
        ArchiveError: the archive holds one of the crawls already, or the disk did not take it.
        ConfigurationError: a crawl begins outside of the scenario, or its policy says how files are kept and there is
            none for a page.
    """
    _prepare(root, crawls, form)
    writer = PartWriter(world, crawls, viewer, root, form)
    summary = Summary(crawls=len(crawls))
    began = time.monotonic()
    saved: dict[int, Counter[tuple[str, str]]] = {}
    pages: dict[tuple[int, int], list[SavedPage]] = {}
    reports: list[dict[str, object]] = []
    tasks: list[Task] = []
    for number, crawl in enumerate(crawls):
        fetcher = writer.fetcher(number)
        fetcher.warm_up()
        visits = fetcher.visits
        summary.planned += len(visits)
        tasks += [Task(number, part, numbers) for part, numbers in enumerate(parts(len(visits)))]
        reports.append(report_of(crawl, visits))
    for written in _written(writer, tasks, workers or os.cpu_count() or 1):
        saved.setdefault(written.task.crawl, Counter()).update(written.saved)
        pages[written.task.crawl, written.task.part] = written.pages
        summary.saved += written.saved.total()
        summary.bytes += written.bytes
        summary.seconds = time.monotonic() - began
        progress(summary)
    if any(task.part for task in tasks):
        gc.unfreeze()  # what plans of several parts had frozen; without any, what the caller froze stays as it is
    write_report(root, reports)
    write_pages(root, [page for part in sorted(pages) for page in pages[part]])
    if form == "warc":
        ArchiveWriter(root).close()  # takes the new files into the index
    summary.seconds = time.monotonic() - began
    return summary


def _prepare(root: Path, crawls: list[Crawl], form: Form) -> None:
    if form == "warc" and any(crawl.policy.needs_folders for crawl in crawls):
        message = "an archive of WARC files has no savers, sidecars or times of modification: write with --form folder"
        raise ConfigurationError(message)
    try:
        if form == "warc":
            Layout(root).create()
        else:
            root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{root} cannot be written: {error.strerror}; name another folder"
        raise ArchiveError(message) from error
    for crawl in crawls:
        place = Layout(root).warcs / part_name(crawl, 0) if form == "warc" else root / crawl.market / str(crawl.day)
        if place.exists():
            message = f"{place} is there already: name another folder, or other days"
            raise ArchiveError(message)


def _written(writer: PartWriter, tasks: list[Task], workers: int) -> Iterator[Written]:
    if workers == 1 or len(tasks) == 1:
        yield from map(writer.write, tasks)
        return
    global _writer  # noqa: PLW0603  # workers inherit it, and the world's memory with it, when they are forked
    _writer = writer
    context = multiprocessing.get_context("fork")
    # frozen, or the first collection in each worker would copy all of it
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context, initializer=gc.freeze) as pool:
        try:
            for future in as_completed([pool.submit(_write, task) for task in tasks]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)  # or an interrupt would wait for all that was to be written


_writer: PartWriter | None = None


def _write(task: Task) -> Written:
    assert _writer is not None  # noqa: S101  # set before the fork
    return _writer.write(task)
