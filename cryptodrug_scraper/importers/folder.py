"""The members of a folder."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.members import Member, member_path, open_file
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.remote_folder import remote_entries
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.importers.members import Refuse
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Folder"]


class Folder:
    """A folder, with or without the folders below it. Links are not followed."""

    def __init__(self, path: Place, *, deep: bool = True) -> None:
        """Name the folder; nothing is opened yet."""
        self._path = path
        self._deep = deep
        self.at = 0

    def members(self, refuse: Refuse) -> Iterator[Member]:
        """Give each member; see `Container`."""
        levels = [_entries(self._path, "", refuse)]  # calls cannot be nested as deep as folders can
        while levels:
            found = next(levels[-1], None)
            if found is None:
                levels.pop()
            elif isinstance(found, Member):
                yield found
            elif self._deep:
                levels.append(_entries(*found, refuse))


def _entries(folder: Place, prefix: str, refuse: Refuse) -> Iterator[Member | tuple[Place, str]]:
    """The files of a folder, and the folders in it with what stands before the paths of their members."""
    if not isinstance(folder, Path):
        yield from remote_entries(folder, prefix, refuse)
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        refuse(Reason.UNREADABLE, prefix, error.strerror or str(error))
        return
    for entry in entries:
        where = prefix + entry.name
        try:
            path = member_path(where)
            if entry.is_symlink():
                refuse(Reason.LINK, where, "")
            elif entry.is_dir():
                yield Path(entry.path), f"{path}/"
            elif entry.is_file():
                stat = entry.stat()
                file = Path(entry.path)
                yield Member(path, stat.st_size, stat.st_mtime, partial(open_file, file), file)
            else:
                refuse(Reason.SPECIAL, where, "")
        except UnusableError as error:
            refuse(error.reason, ascii(where), "")
        except OSError as error:
            refuse(Reason.UNREADABLE, where, error.strerror or str(error))
