"""
Read captures and make their records on the workers of a Dask cluster.

The records are written where they were asked for, by one writer, in the order of the paths: so it is the same archive,
and whether it has a body already is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.on_worker import Read, read, read_there, versions_here
from cryptodrug_scraper.cluster.in_order import in_order
from cryptodrug_scraper.cluster.job import Job
from cryptodrug_scraper.importers.chunks import Chunker, chunks
from cryptodrug_scraper.importers.sources import Import
from cryptodrug_scraper.importers.warc_file import WarcFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.archive.packing import Packed, Unpacked
    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.cluster.workers import Cluster
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.importers.report import ImportReport

    Source = WarcFile | tuple[Capture, ...]

__all__ = ["packed_there"]

_STRETCH = 16 * 1024 * 1024
"""Least bytes of a WARC file that are a task of their own; what comes of it is about as long."""
_MOST_TASKS = 32
"""Tasks that are under way at most: what comes of one is held until those before it are written."""


def packed_there(paths: Iterable[Place], report: ImportReport, cluster: Cluster) -> Iterator[Packed | Unpacked]:
    """
    Give every capture at some paths, packed, in the order in which `captures_in` gives them.

    Args:
        paths: folders, WARC files and pages; WARC files are read on the workers, which reach them by the same paths.
        report: counts captures and refusals.
        cluster: one that is connected.

    Raises:
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
    """
    job: Job[Source, Read] = Job(read_there, None, versions_here, versions_here(), here=read, reads=_read_by)
    for path in paths:
        with Import(path, report) as whole:
            tasks = _Tasks(whole)
            for source, found in in_order(cluster, job, tasks.sources(), _MOST_TASKS):
                tasks.done += 1
                if isinstance(source, WarcFile):
                    whole.take(found.reading)
                yield from found.packed


class _Tasks:
    """
    The tasks of a path.

    Attributes:
        done: how many of them were carried out.
    """

    def __init__(self, whole: Import) -> None:
        self._whole = whole
        self._given = 0
        self.done = 0

    def sources(self) -> Iterator[Source | None]:
        """Give them, and None while what revisits stand for is not known yet."""
        for source in self._parts():
            self._given += 1
            yield source
        while self.done < self._given:
            yield None
        yield from chunks(self._whole.rest())

    def _parts(self) -> Iterator[Source]:
        chunker = Chunker()
        for part in self._whole.parts():
            if isinstance(part, WarcFile):
                if chunk := chunker.rest():
                    yield chunk
                yield from part.stretches(lambda: _STRETCH)
            elif chunk := chunker.add(part):
                yield chunk
        if chunk := chunker.rest():
            yield chunk


def _read_by(source: Source) -> Place | None:
    return source.path if isinstance(source, WarcFile) else None
