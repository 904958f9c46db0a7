"""
Where the parts of an archive lie.

An archive is a folder that is at the same time a collection of pywb: ``archive/`` has the WARC files, ``indexes/`` the
CDXJ that pywb looks addresses up in. ``index.sqlite3`` beside them is this program's index. Both are made from the WARC
files and can be made again. ``losses.json`` names WARC files that have gone, and ``exports.jsonl`` the exports made.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.home import data_home, private_folder

__all__ = ["ARCHIVE_VARIABLE", "CDXJ", "OPEN", "WARC", "Layout", "default_archive"]

ARCHIVE_VARIABLE = "CRYPTODRUG_ARCHIVE"
_WARCS = "archive"
WARC = ".warc.gz"
"""The ending of a sealed file, to which nothing is added any more."""
OPEN = ".open"
"""The further ending of a file while it is being written."""
CDXJ = ".cdxj"
"""The ending of a CDXJ; before it stands the name of its WARC file."""


def default_archive() -> Path:
    """The folder named by ``CRYPTODRUG_ARCHIVE``, or else ``archive`` in the data home. It need not exist."""
    named = os.environ.get(ARCHIVE_VARIABLE)
    return Path(named).expanduser().resolve() if named else data_home() / "archive"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of an archive."""

    root: Path

    @property
    def warcs(self) -> Path:
        """The folder of the WARC files."""
        return self.root / _WARCS

    @property
    def indexes(self) -> Path:
        """The folder of the CDXJ files."""
        return self.root / "indexes"

    @property
    def database(self) -> Path:
        """The path of the program's own index."""
        return self.root / "index.sqlite3"

    @property
    def lock(self) -> Path:
        """The file that is locked while a WARC file is begun, sealed, mended or indexed."""
        return self.root / ".lock"

    @property
    def import_lock(self) -> Path:
        """The file that is locked for as long as an import runs."""
        return self.root / ".import-lock"

    @property
    def losses(self) -> Path:
        """The list of WARC files that have gone."""
        return self.root / "losses.json"

    def create(self) -> None:
        """Create the folders that are missing, and close all of them to others."""
        for folder in (self.root, self.warcs, self.indexes):
            private_folder(folder)

    def sealed(self) -> list[Path]:
        """
        The finished WARC files, by name.

        Raises:
            ArchiveError: a name is not UTF-8, so no index can have it.
        """
        return self._named(WARC)

    def unsealed(self) -> list[Path]:
        """
        The files that are being written, or whose writer has died, by name.

        Raises:
            ArchiveError: a name is not UTF-8.
        """
        return self._named(WARC + OPEN)

    def _named(self, ending: str) -> list[Path]:
        found = sorted(self.warcs.glob(f"*{ending}"))
        for path in found:
            try:
                path.name.encode()
            except UnicodeEncodeError as error:
                msg = f"{os.fsencode(path.name)!r} in {self.warcs} is a name that is not UTF-8: rename the file"
                raise ArchiveError(msg) from error
        return found

    def cdxj(self, name: str) -> Path:
        """The CDXJ of one WARC file."""
        return self.indexes / f"{name}{CDXJ}"

    @property
    def merged_cdxj(self) -> Path:
        """The CDXJ into which ``archive index`` brings those of all files together."""
        return self.indexes / "index.cdxj"

    def place(self, name: str) -> str:
        """The path of a WARC file as origins state it: relative to the archive, and as it is named when sealed."""
        return f"{_WARCS}/{name}"

    def file(self, name: str) -> Path:
        """The path of a WARC file as it is now, sealed or not."""
        sealed = self.warcs / name
        return sealed if sealed.exists() else sealed.with_name(name + OPEN)
