"""
Check whether an archive is whole: every record, and whether records and indexes agree.

Files are checked one by one, here or on the workers of a cluster; what lies across them is held together here.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.check import Problem, Verified, check_file
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import OPEN, Layout
from cryptodrug_scraper.archive.losses import gone
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.importers.remote_file import told_as_system
from cryptodrug_scraper.warc.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cryptodrug_scraper.archive.scan import Row
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Problem", "Verified", "verify_archive", "verify_files"]


_GONE = "the file has gone: bring it back, or accept the loss with cryptodrug archive index --accept-loss and its name"


class _Repeats:
    """The bodies and revisits met so far, kept on disk: an archive may have more records than memory."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("")
        self.references = References(self._connection)

    def close(self) -> None:
        self._connection.close()

    def missing(self) -> Iterator[Problem]:
        """The revisits without the record that they refer to."""
        for revisit in self.references.resolved():
            if revisit.original is not None:
                return
            record_id, repeats = json.loads(revisit.stated)
            what = f"the record that it repeats is not there: {repeats}"
            yield Problem(revisit.file, revisit.offset, record_id, what)


def verify_files(
    paths: Iterable[Place],
    progress: Callable[[Verified], None] = lambda _verified: None,
    *,
    dask: str | None = None,
) -> Verified:
    """
    Check some WARC files by themselves. A revisit of a record in another file is counted, and is not a problem.

    Args:
        paths: the files.
        progress: called after each record, or each file that was checked elsewhere.
        dask: the address of a Dask scheduler, whose workers then check them.

    Raises:
        ArchiveError: a file does not exist.
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
    """
    paths = list(paths)
    for path in paths:
        if not _is_there(path):
            msg = f"{path} is not there: name WARC files, or an archive with --archive"
            raise ArchiveError(msg)
    verified = Verified()
    with closing(_Repeats()) as repeats:
        for rows in _checked(paths, verified, repeats, progress, dask):
            for _ in rows:
                pass
        verified.outside = sum(1 for _ in repeats.missing())
    return verified


def verify_archive(
    root: Place,
    progress: Callable[[Verified], None] = lambda _verified: None,
    *,
    dask: str | None = None,
) -> Verified:
    """
    Check every sealed file of an archive, that the record of each revisit is there, and that the index agrees.

    Changes nothing. Files without the ending of a sealed one are named and passed over.

    Args:
        root: the folder of the archive.
        progress: called after each record, or each file that was checked elsewhere.
        dask: the address of a Dask scheduler, whose workers then check the files.

    Raises:
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
        ArchiveError: there is no archive, it has no finished file, or its index or its list of losses cannot be read.
    """
    layout = Layout(root)  # type: ignore[arg-type]  # one in an object store has the methods that are used here
    if not layout.database.exists():
        msg = f"{root} is no archive with an index: name one with --archive, or run: cryptodrug archive index"
        raise ArchiveError(msg)
    verified = Verified(unsealed=[path.name.removesuffix(OPEN) for path in layout.unsealed()])
    with closing(_Repeats()) as repeats, _index(layout.database) as index:
        files = layout.sealed()
        for path, rows in zip(files, _checked(files, verified, repeats, progress, dask), strict=True):
            _compare(path.name, rows, index.rows(path.name), verified)
        verified.problems += (Problem(name, 0, None, _GONE) for name in gone(layout, index.files()))
        verified.problems += repeats.missing()
    if not verified.files and not verified.problems:
        unfinished = f"; not finished: {', '.join(verified.unsealed)}" if verified.unsealed else ""
        msg = f"{root} has no finished WARC file, so there is nothing to check{unfinished}"
        raise ArchiveError(msg)
    return verified


def _checked(
    paths: Sequence[Place],
    verified: Verified,
    repeats: _Repeats,
    progress: Callable[[Verified], None],
    dask: str | None,
) -> Iterator[Iterator[Row]]:
    """For each file the rows that the index should have of it, which are taken before the next is asked for."""
    if dask is None:
        for path in paths:
            yield check_file(path, verified, repeats.references, progress)
        return
    from cryptodrug_scraper.archive.on_cluster import checked_there  # noqa: PLC0415  # needs Dask

    with checked_there(paths, dask) as files:
        for checked in files:
            verified.add(checked.verified)
            repeats.references.take(checked.notes)
            yield iter(checked.rows)
            progress(verified)


@contextmanager
def _index(path: Place) -> Iterator[Index]:
    """The index; of an archive in an object store, a copy for as long as the block runs."""
    with ExitStack() as stack:
        if not isinstance(path, Path):
            copied = Path(stack.enter_context(TemporaryDirectory(prefix="cryptodrug-index-"))) / path.name
            with open_file(path) as far, copied.open("wb") as near:
                shutil.copyfileobj(far, near)
            path = copied
        yield stack.enter_context(closing(Index(path, read_only=True)))


def _is_there(path: Place) -> bool:
    if isinstance(path, Path):
        return os.path.isfile(path)  # noqa: PTH113  # Path.is_file raises where a path is too long
    with told_as_system():
        return path.is_file()


def _compare(name: str, found: Iterator[Row], stated: Iterator[Row], verified: Verified) -> None:
    """Note the first place where index and file differ: after a missing record all later ones lie elsewhere."""
    differs: Row | None = None
    for row in found:
        if differs is None and row != next(stated, None):
            differs = row
    if differs is not None:
        what = "index and file differ from here on; if the file is as it should be, run: cryptodrug archive index"
        verified.problems.append(Problem(name, differs.offset, None, what))
    elif (extra := next(stated, None)) is not None:
        verified.problems.append(Problem(name, extra.offset, None, "the index has a capture here, the file none"))
