"""The simulated archives that are measured."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastwarc.warc import ArchiveIterator, WarcRecordType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MARKETS", "Archive", "Segment"]

MARKETS = ("dream", "empire", "wallstreet")
_SEGMENT = 512
"""Records that one process reads at a time, half of them requests: as many pages as in a chunk of a replay's work."""
_PAGES = WarcRecordType.response, WarcRecordType.revisit
"""Records that an import gives a page for; the body of a revisit is empty here, and few pages are revisits."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some successive records of a WARC file, from a place in it."""

    file: Path
    offset: int
    records: int

    def pages(self) -> Iterator[bytes]:
        """Read the bodies of the pages in it, by FastWARC."""
        with self.file.open("rb") as stream:
            stream.seek(self.offset)
            for _, record in zip(range(self.records), ArchiveIterator(stream), strict=False):
                body = record.reader.read()
                if record.record_type in _PAGES:
                    yield body


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive of one market."""

    market: str
    folder: Path

    @classmethod
    def simulated(cls, market: str, size: float, parent: Path) -> Archive:
        """Simulate monthly crawls of a market of some size, unless the parent folder has them already."""
        folder = parent / f"{market}-{size:g}"
        if not folder.exists():
            command = [sys.executable, "-m", "cryptodrug_scraper", "simulate", "archive", market]
            command += ["--size", str(size), "--archive", str(folder)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return cls(market, folder)

    def files(self) -> list[Path]:
        """Its WARC files."""
        return sorted(self.folder.rglob("*.warc.gz"))

    def pages(self) -> Iterator[bytes]:
        """The bodies of all pages, by FastWARC."""
        for file in self.files():
            with file.open("rb") as stream:
                for record in ArchiveIterator(stream):
                    body = record.reader.read()
                    if record.record_type in _PAGES:
                        yield body

    def segments(self) -> list[Segment]:
        """All of it in parts, so that as many processes as one likes are busy to the end."""
        found = []
        for file in self.files():
            with file.open("rb") as stream:
                starts = [record.stream_pos for record in ArchiveIterator(stream, parse_http=False)]
            found += [
                Segment(file, start, min(_SEGMENT, len(starts) - number * _SEGMENT))
                for number, start in enumerate(starts[::_SEGMENT])
            ]
        return found
