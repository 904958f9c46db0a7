"""
Pages per second that an import reads out of one tar.zst, against a floor, in one run.

The floor reads the same archive with `tarfile` over the same unpacker and parses each page with lxml, as whoever wants
anything from the pages must. The import hands on captures, and each one's SHA-256 is taken. Memory is printed after a
tenth of the pages and after all of them.

    python benchmarks/importers.py [--pages 100000]
"""

from __future__ import annotations

import argparse
import hashlib
import io
import tarfile
import tempfile
import time
from pathlib import Path

import psutil
from backports import zstd
from lxml import html

from cryptodrug_scraper.importers import ImportReport, captures_in

CARD = """<div class="card"><a href="/offer/{0}">lot {0}</a><b>{1}.50 EUR</b><p>Posted from a warehouse in week {2},
packed twice, sent on day {3}. <i>{4}</i></p></div>
"""
CARDS = 20
PER_FOLDER = 1000


def main() -> None:
    """Measure, and print the ratio to the floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100_000)
    count = options.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.tar.zst"
        build(path, count)
        print(f"{count} pages, {path.stat().st_size / 2**20:.0f} MB packed")
        taken = imported(path, count)
        print(f"{'import':24} {count / taken:8.0f} pages/s   {taken:6.1f} s")
        bare = floor(path)
        print(f"{'tarfile and lxml alone':24} {count / bare:8.0f} pages/s   {bare:6.1f} s")
        print(f"import at {bare / taken:.2f} of the floor's speed")


def build(path: Path, count: int) -> None:
    """Write pages of about 4 KB, in folders named after days, as a stream."""
    with zstd.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for number in range(count):
            body = page(number)
            month, day = divmod(number // PER_FOLDER, 28)
            entry = tarfile.TarInfo(f"market/{2018 + month // 12}-{month % 12 + 1:02}-{day + 1:02}/offer?id={number}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))


def page(number: int) -> bytes:
    """An invented page; no two are the same."""
    digests = (hashlib.sha256(f"{number}/{card}".encode()).hexdigest() for card in range(CARDS))
    cards = (
        CARD.format(number * CARDS + card, number % 97, card, number % 28, digest)
        for card, digest in enumerate(digests)
    )
    return f"<html><head><title>{number}</title></head><body>{''.join(cards)}</body></html>".encode()


def imported(path: Path, count: int) -> float:
    """Seconds to read every capture and take its digest."""
    process = psutil.Process()
    report = ImportReport()
    early = 0
    began = time.perf_counter()
    for number, capture in enumerate(captures_in(path, report), start=1):
        _ = capture.sha256
        if number == count // 10:
            early = process.memory_info().rss
    seconds = time.perf_counter() - began
    late = process.memory_info().rss
    print(f"memory after {count // 10} pages {early / 2**20:.0f} MB, after {count} pages {late / 2**20:.0f} MB")
    if report.accepted != count or report.refused:
        msg = f"the import is wrong: {report}"
        raise SystemExit(msg)
    return seconds


def floor(path: Path) -> float:
    """Seconds to read every page with nothing but the libraries, and to parse it."""
    began = time.perf_counter()
    with zstd.open(path, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        for entry in archive:
            archive.members.clear()  # type: ignore[attr-defined]  # or its memory would not be flat either
            file = archive.extractfile(entry)
            if file is not None:
                html.document_fromstring(file.read())
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
