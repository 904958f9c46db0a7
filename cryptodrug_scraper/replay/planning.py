"""
Cut the paths of a replay into tasks.

WARC files on a disk are read where their tasks are carried out, all else is read here. The revisits of a path can be
told only when all its WARC files were read; until then the tasks of later paths are given.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.sources import Import
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.replay.chunks import Chunker
from cryptodrug_scraper.replay.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.warc_file import Reading

__all__ = ["STRETCH", "Plan"]

STRETCH = 32 * 1024 * 1024
"""Least bytes of a WARC file, as they lie on the disk, that are a task of their own: some seconds of work."""


class Plan:
    """
    The tasks of a replay.

    Args:
        paths: folders, WARC files, pages.
        report: counts what is accepted and refused.
        trust_modified: use a file's modification time as capture time if the page has no other.
    """

    def __init__(self, paths: Iterable[Path], report: ImportReport, *, trust_modified: bool = False) -> None:
        self._paths, self._report, self._trust_modified = paths, report, trust_modified
        self._given = 0
        self._gone = 0
        self._open: deque[_Parts] = deque()
        self._chunk = Chunker()
        self._imports: dict[int, _Parts] = {}
        """For each task that is a WARC file, the import that it is a part of."""

    @property
    def gone(self) -> int:
        """How many bytes of the paths were gone through here, packed as they lie."""
        return self._gone + sum(parts.whole.gone for parts in self._open)

    def tasks(self) -> Iterator[Task | None]:
        """
        Give the tasks, and None while the next depends on the end of one that was given.

        Raises:
            ArchiveError: a path cannot be read.
        """
        waiting = self._open
        for path in self._paths:
            parts = _Parts(Import(path, self._report, trust_modified=self._trust_modified, stretch=STRETCH))
            waiting.append(parts)
            yield from self._of(parts.whole.parts(), parts)
            while waiting and waiting[0].is_read:
                yield from self._rest(waiting.popleft())
        while waiting:
            if waiting[0].is_read:
                yield from self._rest(waiting.popleft())
            else:
                yield None
        if chunk := self._chunk.rest():
            yield self._task(chunk)

    def take(self, task: Task, reading: Reading) -> None:
        """Take over what was found beside the captures of a task, now that it was carried out."""
        parts = self._imports.pop(task.number, None)
        if parts is not None:
            parts.take(task.number, reading)

    def _of(self, found: Iterable[Capture | WarcFile], parts: _Parts) -> Iterator[Task]:
        for part in found:
            if isinstance(part, WarcFile):
                task = self._task(part)
                self._imports[task.number] = parts
                parts.missing.append(task.number)
                yield task
            elif chunk := self._chunk.add(part):
                yield self._task(chunk)

    def _rest(self, parts: _Parts) -> Iterator[Task]:
        with parts.whole:
            yield from self._of(parts.whole.rest(), parts)
        self._gone += parts.whole.gone

    def _task(self, source: WarcFile | tuple[Capture, ...]) -> Task:
        self._given += 1
        return Task(self._given, source)


class _Parts:
    """The import of a path, and which of its WARC files have not been read yet."""

    def __init__(self, whole: Import) -> None:
        self.whole = whole
        self.missing: deque[int] = deque()
        self._found: dict[int, Reading] = {}

    @property
    def is_read(self) -> bool:
        """Whether all of them were."""
        return not self.missing

    def take(self, number: int, reading: Reading) -> None:
        """Take over what was found in one; the import takes them in the order of the path."""
        self._found[number] = reading
        while self.missing and self.missing[0] in self._found:
            self.whole.take(self._found.pop(self.missing.popleft()))
