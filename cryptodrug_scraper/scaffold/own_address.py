"""What tells the address of a saved page, and when it was fetched: beside it, in it, in its path, and in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.address import address_in_name_alone, address_in_path
from cryptodrug_scraper.importers.comments import comment_in
from cryptodrug_scraper.importers.sidecar import NOTHING, is_lone_sidecar, read_sidecar, sidecar_names
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.importers.sidecar import Sidecar

__all__ = ["context_of"]

_FOLDERS = 6
"""Parts at the end of a path that are looked at."""


def context_of(file: Path, body: bytes, captured: CaptureTime | None = None) -> PageContext:
    """
    Find the address and the capture time of a saved page.

    The address is that of its sidecar, else of a comment in the page, else of its path, else, without a host, of
    its name.

    Args:
        file: its file.
        body: the page.
        captured: when it was fetched, where its sidecar does not say.

    Raises:
        ArchiveError: its sidecar cannot be read.
    """
    sidecar = _sidecar_of(file)
    address = (
        sidecar.url
        or comment_in(body)[0]
        or address_in_path("/".join(file.parts[-_FOLDERS:]), body)
        or address_in_name_alone(file.name)
    )
    return PageContext(address, sidecar.captured or captured)


def _sidecar_of(file: Path) -> Sidecar:
    for name in sidecar_names(file.name):
        path = file.with_name(name)
        if path == file or not path.is_file() or (is_lone_sidecar(name) and not _is_alone(file)):
            continue
        try:
            return read_sidecar(path.read_bytes(), str(path))
        except OSError as error:
            msg = f"{path}: {error.strerror}: check the path"
            raise ArchiveError(msg) from error
    return NOTHING


def _is_alone(file: Path) -> bool:
    return not any(each != file and each.is_file() and each.suffix != ".json" for each in file.parent.iterdir())
