"""One part of a crawl, written as a WARC file of an archive, or as pages in a folder. It runs in any process."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from cryptodrug_scraper.archive import ArchiveWriter, Layout
from simulator.archiving.fetching import Fetcher
from simulator.archiving.steady import write_steady

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from simulator.archiving.fetching import Fetched
    from simulator.archiving.schedule import Crawl
    from simulator.economy import World
    from simulator.site import Viewer

__all__ = ["Form", "PartWriter", "Task", "Written", "part_name"]

Form = Literal["warc", "folder"]


class Task(NamedTuple):
    """A part of a crawl: the crawl's and the part's number, and the pages of the plan."""

    crawl: int
    part: int
    pages: range


@dataclass(slots=True)
class Written:
    """
    The result of writing a part.

    Attributes:
        task: which.
        saved: pages saved, by the kind requested and the outcome.
        bytes: of the bodies.
    """

    task: Task
    saved: Counter[tuple[str, str]] = field(default_factory=Counter)
    bytes: int = 0


def part_name(crawl: Crawl, part: int) -> str:
    """Return the name of the WARC file of a part."""
    return f"{crawl.name}-{part:03}.warc.gz"


class PartWriter:
    """
    Writes parts of crawls; the plan of the crawl worked on last is kept.

    Args:
        world: what the pages are of.
        crawls: all that are to be written.
        viewer: the account that crawls.
        root: the archive, or the folder.
        form: ``warc`` or ``folder``.
    """

    def __init__(self, world: World, crawls: list[Crawl], viewer: Viewer, root: Path, form: Form) -> None:
        self._world = world
        self._crawls = crawls
        self._viewer = viewer
        self._root = root
        self._form = form
        self._fetcher: tuple[int, Fetcher] | None = None

    def fetcher(self, crawl: int) -> Fetcher:
        """The pages of a crawl, and its plan."""
        if self._fetcher is None or self._fetcher[0] != crawl:
            self._fetcher = None  # the plan of a large crawl takes memory: not two at once
            self._fetcher = (crawl, Fetcher(self._world, self._crawls[crawl], self._viewer))
        return self._fetcher[1]

    def write(self, task: Task) -> Written:
        """
        Write a part.

        Raises:
            ArchiveError: the disk did not take it.
        """
        written = Written(task)
        pages = _counted(self.fetcher(task.crawl).fetch(task.pages), written)
        if self._form == "warc":
            self._write_warc(task, pages)
        else:
            self._write_folder(self._crawls[task.crawl], pages)
        return written

    def _write_warc(self, task: Task, pages: Iterator[Fetched]) -> None:
        crawl = self._crawls[task.crawl]
        # Apart from other parts: a writer refers to bodies that it finds in the archive, and which of them
        # are there already would hang on the order of work
        with TemporaryDirectory(prefix=".part-", dir=self._root) as folder:
            layout = Layout(type(self._root)(folder))
            with ArchiveWriter(layout.root, label=crawl.name) as writer:
                for fetched in pages:
                    writer.exchange(fetched.exchange)
            for path in layout.sealed():
                began = datetime.fromtimestamp(crawl.begins, UTC)
                steady = layout.root / part_name(crawl, task.part)
                write_steady(path, steady, began)
                steady.rename(Layout(self._root).warcs / steady.name)

    def _write_folder(self, crawl: Crawl, pages: Iterator[Fetched]) -> None:
        folder = self._root / crawl.market / crawl.day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for visit, exchange in pages:
            path = folder / f"{visit.number:06}.html"
            path.write_bytes(exchange.body)
            sidecar = {
                "url": exchange.url,
                "captured_at": exchange.captured,
                "http_status": exchange.status,
                "content_type": dict(exchange.response_headers)["Content-Type"],
            }
            path.with_name(f"{path.name}.json").write_bytes(msgspec.json.encode(sidecar))


def _counted(pages: Iterator[Fetched], written: Written) -> Iterator[Fetched]:
    for fetched in pages:
        written.saved[fetched.visit.kind, fetched.visit.outcome] += 1
        written.bytes += len(fetched.exchange.body)
        yield fetched
