"""Copy captures from any source into an archive."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.archive.locks import locked
from cryptodrug_scraper.archive.mend import Mended
from cryptodrug_scraper.archive.writer import ROLL_AT, ArchiveWriter
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

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
    paths: Iterable[Path],
    root: Path,
    *,
    label: str = "import",
    roll_at: int = ROLL_AT,
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
        progress: called after each capture.

    Raises:
        ArchiveError: the archive cannot be written, or another import into it runs.
    """
    imported = Imported()
    began = time.monotonic()
    layout = Layout(root)
    with ArchiveWriter(root, label=label, roll_at=roll_at) as writer:
        imported.mended = writer.mended
        with locked(layout.import_lock, wait=False) as alone:
            if not alone:
                msg = f"another import into {root} runs: wait until it has ended"
                raise ArchiveError(msg)
            for path in paths:
                for capture in captures_in(path, imported.report):
                    try:
                        stored = writer.keep(capture)
                    except UnusableError as error:
                        imported.report.accepted -= 1
                        imported.report.refuse(error.reason, capture.origin.path, error.detail)
                        continue
                    imported.kept_before += not stored.new
                    imported.written += stored.new
                    imported.revisits += stored.kind == "revisit"
                    imported.bytes += len(capture.body) if stored.new else 0
                    imported.seconds = time.monotonic() - began
                    progress(imported)
    imported.seconds = time.monotonic() - began
    return imported
