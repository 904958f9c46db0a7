"""
Pages per second of ``parse``, over that of lxml alone on the same bytes, of single pages: real ones or fixtures.

`benchmarks.replay` measures whole archives, whose pages share what pages of a site share. Here each page is read again
and again, once with what was remembered of it, once with all caches emptied before. Real pages are used where
``../shared/pages`` is there, fixtures otherwise.

    python -m benchmarks.parse [--each]
"""

from __future__ import annotations

import argparse
import functools
import gc
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bare import bare
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


def main() -> None:
    """Measure, and print ratios to the floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
    report("parse, and marks of the structure", pages, best(pages, parse_for_rows), floor)
    report("parse, caches emptied before each page", pages, best(pages, parse, before=empty_caches), floor)


def parse(page: bytes) -> None:
    """All that ``cryptodrug parse`` does with a page."""
    to_json(page_object(parse_page(page, PageContext(None, CAPTURED)), CAPTURED))


def parse_for_rows(page: bytes) -> None:
    """The same, with the marks of the page's structure, which are found for those only who store the page."""
    parsed = parse_page(page, PageContext(None, CAPTURED))
    to_json(page_object(parsed, CAPTURED))
    _ = parsed.marks


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


if __name__ == "__main__":
    main()
