"""One part of a crawl, written as a WARC file of an archive, or as pages in a folder. It runs in any process."""

from __future__ import annotations

import gc
import hashlib
import os
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from cryptodrug_scraper.archive import Layout
from simulator.archiving.fetching import Fetcher
from simulator.archiving.plan import PART
from simulator.archiving.savers import Saved, saved
from simulator.archiving.steady import SteadyFile
from simulator.draws import Draws
from simulator.scenario import per_million
from simulator.truth.pages import SavedPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.archive import Exchange
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
        pages: the truth of each page that is saved, in the plan's order.
    """

    task: Task
    saved: Counter[tuple[str, str]] = field(default_factory=Counter)
    bytes: int = 0
    pages: list[SavedPage] = field(default_factory=list)


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
            if len(self._fetcher[1].visits) > PART:
                gc.collect()
                gc.freeze()  # or each collection between two instants would look through the plan
        return self._fetcher[1]

    def write(self, task: Task) -> Written:
        """
        Write a part.

        Raises:
            ArchiveError: the disk did not take it.
        """
        written = Written(task)
        crawl = self._crawls[task.crawl]
        pages = self.fetcher(task.crawl).fetch(task.pages)
        if self._form == "warc":
            self._write_warc(task, crawl, pages, written)
        else:
            self._write_folder(crawl, pages, written)
        return written

    def _write_warc(self, task: Task, crawl: Crawl, pages: Iterator[Fetched], written: Written) -> None:
        name, began = part_name(crawl, task.part), datetime.fromtimestamp(crawl.begins, UTC)
        first = next(pages, None)
        if first is None:
            return
        with TemporaryDirectory(prefix=".part-", dir=self._root) as folder:
            path = type(self._root)(folder) / name
            with closing(SteadyFile(path, crawl.name, began)) as file:
                for fetched in chain([first], pages):
                    capture = file.write(fetched.exchange)
                    _note(written, crawl, fetched, name, capture.sha256, len(capture.body))
            path.rename(Layout(self._root).warcs / name)

    def _write_folder(self, crawl: Crawl, pages: Iterator[Fetched], written: Written) -> None:
        folder = self._root / crawl.market / crawl.day.isoformat()
        chance = Draws(self._world.scenario.seed, f"keeping {crawl.name}")
        for fetched in pages:
            number = fetched.visit.number
            file = Saved(f"{number:06}.html", fetched.exchange.body)
            if crawl.saver is not None:
                file = saved(crawl.saver, fetched)
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.body)
            if _happens(chance, number, 0, crawl.policy.sidecars):
                path.with_name(f"{path.name}.json").write_bytes(_sidecar(fetched.exchange))
            if _happens(chance, number, 1, crawl.policy.modified):
                os.utime(path, (fetched.fetched, fetched.fetched))
            digest = hashlib.sha256(file.body).hexdigest()
            _note(written, crawl, fetched, path.relative_to(self._root).as_posix(), digest, len(file.body))


def _happens(chance: Draws, number: int, purpose: int, share: float) -> bool:
    return share >= 1 or chance.word(number, purpose) >> 44 < per_million(share) * (1 << 20) // 1_000_000


def _sidecar(exchange: Exchange) -> bytes:
    return msgspec.json.encode(
        {
            "url": exchange.url,
            "captured_at": exchange.captured,
            "http_status": exchange.status,
            "content_type": dict(exchange.response_headers)["Content-Type"],
        }
    )


def _note(written: Written, crawl: Crawl, fetched: Fetched, file: str, sha256: str, size: int) -> None:
    """Count a page that is saved, and keep the truth of it."""
    visit, exchange, at = fetched
    written.saved[visit.kind, visit.outcome] += 1
    written.bytes += size
    written.pages.append(
        SavedPage(
            market=crawl.market, crawl=crawl.name, number=visit.number, kind=visit.kind, outcome=visit.outcome,
            mirror=visit.mirror, file=file, url=exchange.url or "", sha256=sha256,
            crawled_at=visit.at, fetched_at=at, is_old_copy=at < visit.at,
        )
    )  # fmt: skip
