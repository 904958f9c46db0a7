"""Find the files that the path of an origin means."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.formats import archive_at
from cryptodrug_scraper.importers.members import Member, open_file
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from cryptodrug_scraper.importers.places import Place

__all__ = ["INSIDE", "files_at"]

INSIDE = "!/"
"""The mark between an archive and the path of a member, in origins."""
_OPEN = ".open"
"""The ending of a WARC file's name while it is being written."""


def files_at(root: Place, path: str) -> Generator[Member]:
    """Return the files that the path of an origin can mean. Only the root and files below it are searched."""
    if root.is_file():
        _, inside, inner = path.partition(INSIDE)
        yield from _in_file(root, inner if inside else None)
        return
    if path.endswith(_OPEN) and not _is_file(root / path):
        path = path.removesuffix(_OPEN)  # its writer has finished it since
    cuts = [at for at in range(len(path)) if path.startswith(INSIDE, at)]
    for cut in (len(path), *cuts):
        file = root / path[:cut]
        if _is_file(file) and root.resolve() in file.resolve().parents:
            yield from _in_file(file, path[cut + len(INSIDE) :] if cut < len(path) else None)


def _is_file(path: Place) -> bool:
    """Tell whether a path is that of a file. A member of an archive may have a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False


def _in_file(file: Place, inner: str | None) -> Iterator[Member]:
    if inner is None:
        stat = file.stat()
        yield Member(file.name, stat.st_size, stat.st_mtime, partial(open_file, file))
        return
    archive = archive_at(file)
    if archive is None:
        return
    try:
        yield from (member for member in archive.members(lambda *_: None) if member.path == inner)
    except UnusableError:
        return  # it breaks off before the member
