"""What the program's data take on disk, all of them: the database with its log, the archive, and the rest."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DiskUse", "disk_use", "size_of", "size_shown"]

_BLOCK = 512
"""Bytes of a block as the system counts them, whatever the file system's own are."""
_STEP = 1024


@dataclass(frozen=True, slots=True)
class DiskUse:
    """
    What lies on disk, in bytes.

    Attributes:
        database: the embedded server's folder, with its log.
        log: of that, the write-ahead log, which the server makes shorter by itself.
        archive: the archive of pages, in the data folder or elsewhere.
        rest: all else in the data folder: crawls, sessions, keys, notes.
    """

    database: int
    log: int
    archive: int
    rest: int

    @property
    def whole(self) -> int:
        """All of it."""
        return self.database + self.archive + self.rest


def disk_use(home: Path, archive: Path) -> DiskUse:
    """
    Measure what the data folder and the archive take. What may not be looked into counts as nothing.

    Args:
        home: the data folder; it need not exist.
        archive: the archive, in the data folder or elsewhere; it need not exist.
    """
    seen: set[tuple[int, int]] = set()
    database = home / "postgres"
    log = size_of(database / "pg_wal", seen)
    other = size_of(database, seen)
    kept = size_of(archive, seen)
    return DiskUse(database=log + other, log=log, archive=kept, rest=size_of(home, seen))


def size_of(folder: Path, seen: set[tuple[int, int]] | None = None) -> int:
    """
    Measure a folder on disk, in bytes: links are not followed, and what has several names counts once.

    Args:
        folder: it need not exist.
        seen: what was counted before, and is not counted again; what is counted now is added.
    """
    seen = set() if seen is None else seen
    size = 0
    for place, _, names in os.walk(folder):
        for name in ("", *names):
            try:
                found = os.lstat(Path(place, name))
            except OSError:  # it has gone meanwhile
                continue
            if (found.st_dev, found.st_ino) not in seen:
                seen.add((found.st_dev, found.st_ino))
                size += found.st_blocks * _BLOCK
    return size


def size_shown(size: float) -> str:
    """Write a number of bytes for people, as ``1.5 GB``; a kB has 1,024 bytes."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < _STEP:
            return f"{size:.0f} {unit}" if unit in {"B", "kB"} else f"{size:.1f} {unit}"
        size /= _STEP
    return f"{size:.1f} TB"
