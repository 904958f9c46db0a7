"""What a worker of a Dask cluster does for an archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.check import check_alone
from cryptodrug_scraper.archive.packing import packed_or_told
from cryptodrug_scraper.cluster.on_worker import check_wanted
from cryptodrug_scraper.cluster.version import program_version
from cryptodrug_scraper.importers.warc_file import Reading, WarcFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.archive.check import Checked
    from cryptodrug_scraper.archive.packing import Packed, Unpacked
    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.cluster.version import Versions
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Read", "check_there", "read", "read_there", "versions_here"]


@dataclass(slots=True)
class Read:
    """
    Captures that were read or taken over, and packed.

    Attributes:
        packed: the captures, in their order.
        reading: what was found beside them in a WARC file.
    """

    packed: list[Packed | Unpacked] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)


def versions_here() -> Versions:
    """The version of the program, which is all that decides what is found in a file, or made of it."""
    return frozenset({program_version()})


def read(source: WarcFile | tuple[Capture, ...], tell: Callable[[], None] = lambda: None) -> Read:
    """
    Read a stretch of a WARC file, or take captures over, and pack them.

    Args:
        source: the captures.
        tell: is called after each.
    """
    found = Read()
    for capture in found.reading.captures(source) if isinstance(source, WarcFile) else source:
        found.packed.append(packed_or_told(capture))
        tell()
    return found


def read_there(_common: None, source: WarcFile | tuple[Capture, ...]) -> Read:
    """Do so as a task."""
    return read(source, check_wanted)


def check_there(_common: None, path: Place) -> Checked:
    """Check a WARC file."""
    return check_alone(path, lambda _verified: check_wanted())
