"""The members of a folder."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.members import Member, member_path, open_file
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.importers.members import Refuse

__all__ = ["Folder"]


class Folder:
    """A folder, with or without the folders below it. Links are not followed."""

    def __init__(self, path: Path, *, deep: bool = True) -> None:
        """Name the folder; nothing is opened yet."""
        self._path = path
        self._deep = deep

    def members(self, refuse: Refuse) -> Iterator[Member]:
        """Give each member; see `Container`."""
        yield from self._below(self._path, "", refuse)

    def _below(self, folder: Path, prefix: str, refuse: Refuse) -> Iterator[Member]:
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
                    if self._deep:
                        yield from self._below(Path(entry.path), f"{path}/", refuse)
                elif entry.is_file():
                    stat = entry.stat()
                    yield Member(path, stat.st_size, stat.st_mtime, partial(open_file, Path(entry.path)))
                else:
                    refuse(Reason.SPECIAL, where, "")
            except UnusableError as error:
                refuse(error.reason, ascii(where), "")
            except OSError as error:
                refuse(Reason.UNREADABLE, where, error.strerror or str(error))
