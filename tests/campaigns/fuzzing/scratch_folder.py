"""A folder in which an input becomes a file, and from which captures are read as from any folder."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from tests.campaigns.fuzzing.rows import check_capture

__all__ = ["empty_folder", "read_captures"]


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="cryptodrug-fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def empty_folder(name: str) -> Path:
    """Return a new folder of a name. What was in it before is gone."""
    folder = _folder() / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def read_captures(path: Path) -> None:
    """
    Read all captures at a path, and make their rows. Whatever is wrong with a file is counted, and never an error.

    Raises:
        FaultError: the database cannot hold a row.
    """
    for capture in captures_in(path, ImportReport(), trust_modified=True):
        check_capture(capture)
