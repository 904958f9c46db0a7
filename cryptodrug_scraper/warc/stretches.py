"""Cut a WARC file into stretches that can be read each for itself, and give the same records together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.gzip_members import Unpacking
from cryptodrug_scraper.warc.next_record import begins_packed
from cryptodrug_scraper.warc.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

__all__ = ["Stretch", "cuts_in"]


def cuts_in(file: IO[bytes], size: Callable[[], int]) -> Iterator[int]:
    """
    Give places between two gzip members, each at least as many bytes after the one before as ``size`` says then.

    To find them, all is unpacked: where a record ends can be taken from nothing else, since a page may hold bytes that
    look like records. From the first damage on, and in a file that is not packed, there are none.
    """
    window = Window(file)
    last, least = 0, size()
    try:
        while begins_packed(window):
            if window.at - last >= least:
                last = window.at
                yield last
                least = size()
            member = Unpacking(window)
            while member.read():
                pass
    except UnusableError:
        return  # whoever reads the stretch tells it


class Stretch:
    """
    The bytes of a file up to a place, as if it ended there.

    Args:
        file: a file that can be sought in.
        end: the place.
    """

    def __init__(self, file: IO[bytes], end: int) -> None:
        self._file = file
        self._end = end
        self.seekable = file.seekable
        self.seek = file.seek

    def read(self, size: int, /) -> bytes:
        """Return some of the next bytes; none at the end."""
        return self._file.read(max(0, min(size, self._end - self._file.tell())))
