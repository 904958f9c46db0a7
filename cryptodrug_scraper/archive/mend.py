"""
Put an archive in order before it is used: files that a dead writer left, and files that were put there by hand.

A writer that is killed leaves a file that ends in ``.open`` and may break off in a record. What follows the last whole
record is cut off, the rest is indexed and sealed. Whether a writer is dead is told by its lock on the file, which goes
with its process.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.cdxj import names_in, write_cdxj
from cryptodrug_scraper.archive.layout import CDXJ, OPEN, WARC
from cryptodrug_scraper.archive.locks import try_lock
from cryptodrug_scraper.archive.losses import miss
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.whole_file import take_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.archive.index import Index
    from cryptodrug_scraper.archive.layout import Layout
    from cryptodrug_scraper.archive.scan import Row

__all__ = ["Mended", "catch_up", "index_file"]


@dataclass(slots=True)
class Mended:
    """
    Counts of what was put in order.

    Attributes:
        sealed: names of files of dead writers that are sealed now.
        cut: of these, the bytes that were cut off after the last whole record, by name.
        emptied: names of files that had no whole capture, and are gone.
        indexed: names of files that the index did not know.
        missing: names of files that have gone: they were taken out of the index, and are missed from now on.
    """

    sealed: list[str] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    indexed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def catch_up(layout: Layout, index: Index) -> Mended:
    """
    Seal the files that dead writers left, and make the index agree with the files that are there.

    The caller holds the archive's lock. Files that are being written are left alone. What is in order costs a look at
    the folder.
    """
    mended = Mended()
    for path in layout.unsealed():
        _seal_if_dead(layout, path, mended)
    known = index.files()
    sealed = {path.name: path for path in layout.sealed()}
    for name, path in sealed.items():
        if known.get(name) != path.stat().st_size or name in mended.sealed:
            index_file(layout, index, path)
            if name not in mended.sealed:
                mended.indexed.append(name)
    there = sealed.keys() | {path.name.removesuffix(OPEN) for path in layout.unsealed()}
    looked_up = {path.name.removesuffix(CDXJ) for path in layout.indexes.glob(f"*{WARC}{CDXJ}")}
    if not known:  # the index was made anew, and the merged CDXJ may know more than it
        looked_up |= names_in(layout.merged_cdxj)
    gone = (known.keys() | looked_up) - there
    had_captures = {name for name in gone if name in looked_up or next(index.rows(name), None) is not None}
    mended.missing = miss(layout, had_captures - {*mended.emptied})
    for name in gone:
        index.forget(name)
        layout.cdxj(name).unlink(missing_ok=True)
    return mended


def index_file(layout: Layout, index: Index, path: Path) -> int:
    """
    Read a sealed file into the index, and write its CDXJ.

    Returns:
        how many records are damaged; ``verify`` names them.
    """
    count = damaged = 0

    def rows() -> Iterator[Row]:
        nonlocal count, damaged
        for record in scan(path):
            count += bool(record.kind)
            damaged += bool(record.problems)
            if record.row is not None:
                yield record.row

    found = list(rows())
    write_cdxj(layout.cdxj(path.name), path.name, found)
    index.replace(path.name, found, path.stat().st_size, count)
    return damaged


def _seal_if_dead(layout: Layout, path: Path, mended: Mended) -> None:
    with _lock_of_dead(path) as descriptor:
        if descriptor is None:
            return
        name = path.name.removesuffix(OPEN)
        end, captures = _whole_part(path)
        if not captures:
            path.unlink()
            mended.emptied.append(name)
            return
        torn = path.stat().st_size - end
        if torn:
            os.truncate(descriptor, end)
            mended.cut[name] = torn
        take_place(path, layout.warcs / name)
        mended.sealed.append(name)


@contextmanager
def _lock_of_dead(path: Path) -> Iterator[int | None]:
    """The opened file of a dead writer, locked; None where the writer lives."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        yield descriptor if try_lock(descriptor) else None
    finally:
        os.close(descriptor)


def _whole_part(path: Path) -> tuple[int, int]:
    """Where the last whole record ends, and how many captures there are."""
    end = captures = 0
    for record in scan(path):
        if not record.problems:
            end = record.end
            captures += record.row is not None
    return end, captures
