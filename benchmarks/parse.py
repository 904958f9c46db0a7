"""
Pages per second of bare lxml parsing, of ``parse`` in full, and of ``replay``, in one run.

The floor is lxml alone on the same bytes: ``parse`` decodes, classifies, reads, normalises and encodes JSON besides. It
is measured twice, as a replay runs it and with its caches emptied before each page. Replay loads into an embedded
server of its own. Real pages are used where ``../shared/pages`` is there, fixtures otherwise.

    python benchmarks/parse.py [--pages 100000]
"""

from __future__ import annotations

import argparse
import functools
import gc
import itertools
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import psutil
from lxml import etree

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed import page_object

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "pages"
CAPTURED = CaptureTime.at(datetime(2019, 11, 30, 12, tzinfo=UTC))
ROUNDS = 15
REPLAYED = 8000


def main() -> None:
    """Measure, and print ratios to the floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100_000, help="pages over which memory is watched")
    options.add_argument("--each", action="store_true", help="print a line per page, too")
    arguments = options.parse_args()
    folder = REAL if REAL.is_dir() else ROOT / "fixtures" / "pages"
    files = sorted(folder.rglob("*.html"))
    pages = [file.read_bytes() for file in files]
    size = sum(map(len, pages))
    print(f"{len(pages)} pages of {folder.name}, {size / len(pages) / 1024:.0f} KB on average")
    if arguments.each:
        for file, page in zip(files, pages, strict=True):
            floor, full = best([page], bare), best([page], parse)
            print(f"  {file.relative_to(folder)!s:60} {full / floor:5.2f} x bare")
    floor = best(pages, bare)
    report("lxml alone", pages, floor, floor)
    report("parse", pages, best(pages, parse), floor)
    report("parse, caches emptied before each page", pages, best(pages, parse, before=empty_caches), floor)
    for workers in (1, 2):
        seconds = replay(pages, workers)
        print(f"{f'replay, {workers} process' + 'es' * (workers > 1):40} {REPLAYED / seconds:8.0f} pages/s")
    watch_memory(pages, arguments.pages)


def bare(page: bytes) -> None:
    """The floor: a tree, and nothing read from it."""
    etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))


def parse(page: bytes) -> None:
    """All that ``cryptodrug parse`` does with a page."""
    to_json(page_object(parse_page(page, PageContext(None, CAPTURED)), CAPTURED))


def best(pages: list[bytes], read: Callable[[bytes], None], before: Callable[[], None] | None = None) -> float:
    """The sum over the pages of the least seconds that each took in several rounds."""
    least = [float("inf")] * len(pages)
    for _ in range(ROUNDS):
        for index, page in enumerate(pages):
            if before is not None:
                before()
            began = time.perf_counter()
            read(page)
            least[index] = min(least[index], time.perf_counter() - began)
    return sum(least)


@functools.cache
def caches() -> list[functools._lru_cache_wrapper[object]]:
    """The bounded caches of the program: what is built once, such as the index of places, is no cache of pages."""
    found = [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]  # noqa: SLF001  # no public name
    ours = [thing for thing in found if (thing.__module__ or "").startswith(("cryptodrug_scraper", "parsers"))]
    return [thing for thing in ours if (thing.cache_parameters()["maxsize"] or 0) > 1]


def empty_caches() -> None:
    """Forget what was remembered from other pages."""
    for cache in caches():
        cache.cache_clear()


def report(name: str, pages: list[bytes], seconds: float, floor: float) -> None:
    """Print one line."""
    print(f"{name:40} {len(pages) / seconds:8.0f} pages/s   {seconds / floor:5.2f} x bare")


def replay(pages: list[bytes], workers: int) -> float:
    """Seconds to load as many pages, each a capture of its own, into a fresh database."""
    with tempfile.TemporaryDirectory() as home:
        archive = Path(home) / "pages"
        for number, page in enumerate(itertools.islice(itertools.cycle(pages), REPLAYED)):
            file = archive / f"{number % 97:02}" / f"{number}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page)
            time_ = (CAPTURED.earliest + timedelta(minutes=number)).isoformat()
            file.with_name(f"{number}.html.json").write_bytes(msgspec.json.encode({"captured_at": time_}))
        os.environ["CRYPTODRUG_HOME"] = str(Path(home) / "data")
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        from cryptodrug_scraper.replay import replay as run
        from cryptodrug_scraper.store.database import open_database

        with open_database() as database:
            return run(database.engine, [archive], workers=workers).seconds


def watch_memory(pages: list[bytes], count: int) -> None:
    """Print the memory in use after a tenth of the pages and after all of them."""
    process = psutil.Process()
    tenth = max(count // 10, 1)
    early = 0
    for number, page in enumerate(itertools.islice(itertools.cycle(pages), count), start=1):
        parse(page)
        if number == tenth:
            early = process.memory_info().rss
    late = process.memory_info().rss
    print(f"memory after {tenth} pages {early / 2**20:.0f} MB, after {count} pages {late / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
