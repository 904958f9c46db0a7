"""Copy captures from any source into an archive."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.archive.locks import locked
from cryptodrug_scraper.archive.mend import Mended
from cryptodrug_scraper.archive.packing import Unpacked
from cryptodrug_scraper.archive.writer import ROLL_AT, ArchiveWriter
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from cryptodrug_scraper.archive.writer import Stored
    from cryptodrug_scraper.cluster.workers import Cluster
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Imported", "import_paths"]


@dataclass(slots=True)
class Imported:
    """
    Counts of an import.

    Attributes:
        report: counts of captures accepted, and of refusals with their reasons.
        kept_before: captures that the archive had from the same place already.
        written: captures that were added.
        revisits: of these, those whose body the archive had.
        bytes: of the bodies that were added.
        seconds: since the beginning.
        mended: counts of what was put in order first.
    """

    report: ImportReport = field(default_factory=ImportReport)
    kept_before: int = 0
    written: int = 0
    revisits: int = 0
    bytes: int = 0
    seconds: float = 0.0
    mended: Mended = field(default_factory=Mended)


def import_paths(
    paths: Iterable[Place],
    root: Path,
    *,
    label: str = "import",
    roll_at: int = ROLL_AT,
    dask: str | None = None,
    progress: Callable[[Imported], None] = lambda _imported: None,
) -> Imported:
    """
    Keep every capture at some paths in an archive. What it has from the same place is counted, and not written again,
    so an import that was interrupted continues when it is started again.

    Args:
        paths: folders, WARC files and pages.
        root: the folder of the archive.
        label: what ``warcinfo`` records name the import.
        roll_at: bytes after which a WARC file is sealed.
        dask: the address of a Dask scheduler, whose workers then read WARC files and make the records that are written
            here; records and files are the same.
        progress: called after each capture.

    Raises:
        ArchiveError: the archive cannot be written, or another import into it runs.
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
    """
    imported = Imported()
    began = time.monotonic()
    layout = Layout(root)
    with ExitStack() as stack:
        cluster = None
        if dask is not None:
            from cryptodrug_scraper.cluster.workers import Cluster  # noqa: PLC0415  # needs Dask

            cluster = stack.enter_context(Cluster(dask))
        writer = stack.enter_context(ArchiveWriter(root, label=label, roll_at=roll_at))
        imported.mended = writer.mended
        if not stack.enter_context(locked(layout.import_lock, wait=False)):
            msg = f"another import into {root} runs: wait until it has ended"
            raise ArchiveError(msg)
        for keep, where, size in _found(paths, imported.report, writer, cluster):
            try:
                stored = keep()
            except UnusableError as error:
                imported.report.accepted -= 1
                imported.report.refuse(error.reason, where, error.detail)
                continue
            imported.kept_before += not stored.new
            imported.written += stored.new
            imported.revisits += stored.kind == "revisit"
            imported.bytes += size if stored.new else 0
            imported.seconds = time.monotonic() - began
            progress(imported)
    imported.seconds = time.monotonic() - began
    return imported


def _found(
    paths: Iterable[Place], report: ImportReport, writer: ArchiveWriter, cluster: Cluster | None
) -> Iterator[tuple[Callable[[], Stored], str, int]]:
    """For each capture what writes it, where it lies, and the bytes of its body."""
    if cluster is None:
        for path in paths:
            for capture in captures_in(path, report):
                yield partial(writer.keep, capture), capture.origin.path, len(capture.body)
        return
    from cryptodrug_scraper.archive.import_on_cluster import packed_there  # noqa: PLC0415  # needs Dask

    for each in packed_there(paths, report, cluster):
        if isinstance(each, Unpacked):
            yield each.tell, each.where, 0
        else:
            yield partial(writer.keep_packed, each), each.capture.origin.path, each.size
