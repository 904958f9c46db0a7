"""
Pages per second of writing an archive, reading it into an index, and verifying it.

The floor of writing is igzip alone: the same records, compressed one by one at the same level and written to a file.
Writing makes digests, headers, the index and the CDXJ besides, and ends with a sealed file on the disk.

    python benchmarks/archive.py [--pages 4000]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from isal import isal_zlib

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.warc.gzip_members import gzip_members
from cryptodrug_scraper.warc.writing import LEVEL

ROUNDS = 5
SIZES = (5_000, 50_000)
BEGAN = datetime(2018, 11, 18, tzinfo=UTC)
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"), ("Set-Cookie", "session=1")]


def main() -> None:
    """Measure, and print ratios to the floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=4000, help="pages of 5 KB; a quarter of them of 50 KB")
    pages = options.parse_args().pages
    for size in SIZES:
        count = pages if size < SIZES[1] else pages // 4
        measure(size, [exchange(number, size) for number in range(count)])


def exchange(number: int, size: int) -> Exchange:
    """A page of rows with words that differ from page to page, and its request."""
    chance = random.Random(number)  # noqa: S311  # the same pages in each run
    rows: list[str] = []
    while sum(map(len, rows)) < size:
        words = " ".join(chance.choices(WORDS, k=8))
        rows.append(f'<div class="item"><a href="/view?offer={chance.randrange(10**6)}">{words}</a></div>\n')
    body = f"<html><body>\n{''.join(rows)}</body></html>".encode()
    address = f"http://market.invalid/view?offer={number}"
    time_ = BEGAN + timedelta(seconds=number)
    sent = [("Host", "market.invalid"), ("User-Agent", "Mozilla/5.0"), ("Cookie", "session=1")]
    return Exchange(address, time_, 200, body, HEADERS, request_headers=sent)


def measure(size: int, exchanges: list[Exchange]) -> None:
    """Print the lines of one size of page."""
    count = len(exchanges)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "first", exchanges)
        (warc,) = Layout(Path(folder) / "first").sealed()
        records = [member.data for member in gzip_members(warc)]
        least_floor = least_write = float("inf")
        for number in range(ROUNDS):  # in turn, so that both meet the same machine
            least_floor = min(least_floor, floor(Path(folder) / f"{number}.gz", records))
            least_write = min(least_write, write(Path(folder) / str(number), exchanges))
        began = time.perf_counter()
        rebuild(Path(folder) / "first")
        index = time.perf_counter() - began
        began = time.perf_counter()
        verify_archive(Path(folder) / "first")
        verify = time.perf_counter() - began
        kept = warc.stat().st_size / count
    print(f"{count} pages of {size // 1000} KB, {kept / 1000:.1f} KB each in the archive")
    print(f"  igzip alone  {count / least_floor:8.0f} pages/s")
    print(f"  write        {count / least_write:8.0f} pages/s   {least_floor / least_write:5.2f} of the floor's speed")
    print(f"  index        {count / index:8.0f} pages/s")
    print(f"  verify       {count / verify:8.0f} pages/s")


def floor(path: Path, records: list[bytes]) -> float:
    """Seconds to compress the records, a response and its request at a time, and write them to a file."""
    began = time.perf_counter()
    with path.open("wb", buffering=0) as file:
        for first in range(1, len(records), 2):
            file.write(b"".join(isal_zlib.compress(record, LEVEL, 31) for record in records[first : first + 2]))
    return time.perf_counter() - began


def write(root: Path, exchanges: list[Exchange]) -> float:
    """Seconds to write an archive, from opening it to a sealed file."""
    began = time.perf_counter()
    with ArchiveWriter(root) as writer:
        for each in exchanges:
            writer.exchange(each)
    return time.perf_counter() - began


_CHANCE = random.Random(7)  # noqa: S311  # the same words in each run
WORDS = ["".join(_CHANCE.choices("abcdefghiklmnoprstuvwy", k=_CHANCE.randint(2, 9))) for _ in range(3000)]

if __name__ == "__main__":
    main()
