"""How much there is to read at a path, so that one can tell how far the reading is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.remote_file import told_as_system
from cryptodrug_scraper.importers.sources import read_below

if TYPE_CHECKING:
    from cryptodrug_scraper.importers.places import Place

__all__ = ["bytes_at"]


def bytes_at(path: Place) -> int:
    """
    Return how many bytes the files at a path have; what cannot be looked at in a folder is not counted.

    Raises:
        OSError: the path itself, or the object store, cannot be looked at.
    """
    below = read_below(path)
    if not isinstance(below, Path):
        with told_as_system():
            return int(below.fs.du(below.path))
    if not below.is_dir():
        return below.stat().st_size
    total = 0
    folders: list[str | os.PathLike[str]] = [below]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # whoever reads it says why
    return total
