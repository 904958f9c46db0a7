"""Rebuild both indexes of an archive from its WARC files."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.cdxj import merge_cdxj
from cryptodrug_scraper.archive.connecting import SIDE_FILES
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.archive.locks import locked
from cryptodrug_scraper.archive.losses import accept
from cryptodrug_scraper.archive.mend import Mended, catch_up, index_file
from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Rebuilt", "rebuild"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """
    Counts of a rebuild.

    Attributes:
        files: sealed files that were read.
        captures: that the index holds of them.
        mended: counts of what was put in order first.
        damaged: files with damaged records, and how many each has.
    """

    files: int
    captures: int
    mended: Mended
    damaged: dict[str, int]


def rebuild(
    root: Path, progress: Callable[[str], None] = lambda _name: None, *, accepted: Iterable[str] = ()
) -> Rebuilt:
    """
    Read every sealed file of an archive into a new ``index.sqlite3``, and write one sorted ``indexes/index.cdxj``.

    Writers that run go on, but wait with beginning and sealing files until it is done.

    Args:
        root: the folder of the archive.
        progress: called with the name of each file before it is read.
        accepted: names of files that have gone and shall be missed no more.

    Raises:
        ArchiveError: there is no archive, it cannot be written, or its index is damaged while a writer uses it.
        ConfigurationError: one of the files whose loss is accepted is not missed.
    """
    layout = Layout(root)
    if not layout.warcs.is_dir():
        msg = f"{root} is no archive: it has no folder {layout.warcs.name}; name one with --archive"
        raise ArchiveError(msg)
    try:
        layout.create()
        with locked(layout.lock), closing(_opened(layout)) as index:
            return _rebuild(layout, index, progress, accepted)
    except OSError as error:
        msg = f"the archive {root} cannot be written: {error.strerror}; make room, or see to its rights"
        raise ArchiveError(msg) from error


def _rebuild(layout: Layout, index: Index, progress: Callable[[str], None], accepted: Iterable[str]) -> Rebuilt:
    mended = catch_up(layout, index)
    accept(layout, accepted)
    files = layout.sealed()
    damaged = {}
    for path in files:
        progress(path.name)
        if count := index_file(layout, index, path):
            damaged[path.name] = count
    wanted = {layout.cdxj(path.name) for path in files}
    stale = set(layout.indexes.glob("*.cdxj")) - wanted
    merge_cdxj(layout.merged_cdxj, sorted(wanted))
    for path in stale - {layout.merged_cdxj}:
        path.unlink()
    ((captures,),) = index.query("SELECT count(*) FROM record JOIN file USING (file) WHERE sealed")
    return Rebuilt(len(files), int(str(captures)), mended, damaged)


def _opened(layout: Layout) -> Index:
    """The index, or an empty one in place of one that cannot be used."""
    try:
        return Index(layout.database)
    except ArchiveError:
        for suffix in ("", *SIDE_FILES):
            layout.database.with_name(layout.database.name + suffix).unlink(missing_ok=True)
        return Index(layout.database)
