"""
Cut the paths of a replay into tasks.

WARC files on a disk are read where their tasks are carried out, all else is read here. The revisits of a path can be
told only when all its WARC files were read; until then the tasks of later paths are given.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.chunks import Chunker
from cryptodrug_scraper.importers.sources import Import
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.replay.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.warc_file import Reading
    from cryptodrug_scraper.replay.known_files import Known, KnownFiles
    from cryptodrug_scraper.replay.share import Share
    from cryptodrug_scraper.replay.summary import Summary

__all__ = ["STRETCH", "Plan"]

STRETCH = 32 * 1024 * 1024
"""Bytes of a WARC file, as they lie on the disk, that are a task of their own: some seconds of work."""
_SHORTEST = 1024 * 1024
"""Of what is left at the end: less than a second of work, in which other processes may have nothing to do."""
_ROUNDS = 2
"""Into so many tasks for each process what is left is cut, so that all processes end at about the same time."""


class Plan:
    """
    The tasks of a replay.

    Args:
        paths: folders, WARC files, pages.
        summary: counts what is accepted and refused, and what was read before.
        known: the WARC files that need not be read.
        share: how much there is at the paths.
        processes: how many will carry out the tasks.
        trust_modified: use a file's modification time as capture time if the page has no other.

    Attributes:
        read: the WARC files that were read to their ends, when the tasks are done, and can be passed over from then on.
    """

    def __init__(
        self,
        paths: Iterable[Place],
        summary: Summary,
        known: KnownFiles,
        share: Share,
        *,
        processes: int = 1,
        trust_modified: bool = False,
    ) -> None:
        self._paths, self._summary, self._known, self._trust_modified = paths, summary, known, trust_modified
        self._share, self._processes = share, processes
        self._planned = 0
        """How many bytes of WARC files were given as tasks, or are passed over."""
        self._given = 0
        self._gone = 0
        self._chunk = Chunker()
        self._open: deque[_Parts] = deque()
        self._parts: dict[int, _Parts] = {}
        """For each task that is of a WARC file, the import that this is a part of."""
        self.read: list[Known] = []

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
        for path in self._paths:
            parts = _Parts(Import(path, self._summary.report, trust_modified=self._trust_modified))
            self._open.append(parts)
            yield from self._of(parts.whole.parts(), parts)
            yield from self._finished()
        while self._open:
            yield from self._finished()
            if self._open:
                yield None
        if chunk := self._chunk.rest():
            yield self._task(chunk)

    def close(self) -> None:
        """Close the imports that were not read to their end."""
        for parts in self._open:
            parts.whole.close()

    def take(self, task: Task, reading: Reading) -> None:
        """Take over what was found beside the captures of a task, now that it was carried out."""
        parts = self._parts.pop(task.number, None)
        if parts is not None:
            parts.take(task.number, reading)

    def _of(self, found: Iterable[Capture | WarcFile], parts: _Parts) -> Iterator[Task]:
        for part in found:
            if isinstance(part, WarcFile):
                known = self._known.look_up(part)
                if known.before is None:
                    yield from self._stretches(known, parts)
                else:
                    self._planned += known.file.place[1]
                    parts.passed.append((known, known.before))
            elif chunk := self._chunk.add(part):
                yield self._task(chunk)

    def _stretches(self, known: Known, parts: _Parts) -> Iterator[Task]:
        is_near = isinstance(known.file.path, Path)  # from an object store, what is looked through is fetched twice
        for stretch in known.file.stretches(self._size if is_near else lambda: STRETCH):
            start, end = stretch.place
            self._planned += end - start
            task = self._task(stretch)
            self._parts[task.number] = parts
            parts.missing.append((task.number, known))
            yield task

    def _size(self) -> int:
        """
        Least bytes of the next task: the less is left, the fewer (guided self-scheduling: Polychronopoulos and Kuck,
        1987). Whole files are given as long as they are small beside what is left; to cut one, it must be unpacked.
        """
        left = self._share.left(self._planned) if self._processes > 1 else None
        return STRETCH if left is None else min(STRETCH, max(_SHORTEST, left // (_ROUNDS * self._processes)))

    def _finished(self) -> Iterator[Task]:
        """Whatever can be told of the paths that come first, now that all their WARC files were read."""
        while self._open and not self._open[0].missing:
            parts = self._open[0]
            if parts.passed and parts.whole.has_revisits:  # they may repeat what stands in those
                passed, parts.passed = parts.passed, []
                for known, _ in passed:
                    yield from self._stretches(known, parts)
                continue
            for known, before in parts.passed:
                self._summary.report.add(before)
                self._summary.read_before += before.accepted
                self._gone += known.file.place[1]
            yield from self._rest(parts)

    def _rest(self, parts: _Parts) -> Iterator[Task]:
        refused = self._summary.report.refused
        with parts.whole:
            before = refused.total()
            yield from self._of(parts.whole.rest(), parts)
            found_all = refused.total() == before
        self._open.popleft()
        self._gone += parts.whole.gone
        for known in parts.read:
            if found_all or not known.revisits:
                known.found_revisits()
                self.read.append(known)

    def _task(self, source: WarcFile | tuple[Capture, ...]) -> Task:
        self._given += 1
        return Task(self._given, source)


class _Parts:
    """
    The import of a path, and its WARC files.

    Attributes:
        missing: the tasks that have not been carried out yet, and the file that each is of.
        passed: the files that were read before and are passed over, each with what it held.
        read: the files of which all or some was read now.
    """

    def __init__(self, whole: Import) -> None:
        self.whole = whole
        self.missing: deque[tuple[int, Known]] = deque()
        self.passed: list[tuple[Known, ImportReport]] = []
        self.read: list[Known] = []
        self._found: dict[int, Reading] = {}

    def take(self, number: int, reading: Reading) -> None:
        """Take over what was found in one task; the import takes them in the order of the path."""
        self._found[number] = reading
        while self.missing and self.missing[0][0] in self._found:
            number, known = self.missing.popleft()
            found = self._found.pop(number)
            known.take(found)
            if not self.read or self.read[-1] is not known:
                self.read.append(known)
            self.whole.take(found)
