"""Members of folders and archives: each has a path and bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.remote_file import open_remote
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.inflate import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum
    from typing import IO, Protocol

    from cryptodrug_scraper.importers.places import Place

    class Container(Protocol):
        """
        A folder or an archive.

        Attributes:
            at: of an archive, how many bytes of its file were gone through by now; of a folder 0.
        """

        at: int

        def members(self, refuse: Refuse) -> Iterator[Member]:
            """
            Every file in it, in a fixed order; what cannot be one is refused.

            A member's bytes can be had until the next member is asked for.

            Raises:
                BrokenError: nothing more can be read.
            """

    Refuse = Callable[[StrEnum, str, str], None]
    """Takes the reason, the path in the container, and a detail."""

__all__ = ["Container", "Member", "Refuse", "member_path", "open_file"]

_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """
    One file of a container.

    Attributes:
        path: its path in the container, with slashes and without a leading one.
        size: how many bytes it has, as the container says.
        modified: when it was last changed, as the container says, in seconds since 1970.
        open: gives its bytes as a stream, once.
        file: the file on a disk or in an object store, if it is one.
    """

    path: str
    size: int
    modified: float
    open: Callable[[], IO[bytes]]
    file: Place | None = None

    def read(self) -> bytes:
        """
        Return the bytes of the member.

        Raises:
            UnusableError: it is too large, or cannot be read.
        """
        if self.size > MOST_BYTES:
            raise UnusableError(Reason.TOO_LARGE, f"{self.size} bytes")
        with self.open() as stream:
            body = stream.read(MOST_BYTES + 1)
            while len(body) <= MOST_BYTES and (more := stream.read(MOST_BYTES + 1 - len(body))):
                body += more  # pragma: no cover  # a stream may give less than there is
        if len(body) > MOST_BYTES:
            raise UnusableError(Reason.TOO_LARGE, "more bytes than its archive says")
        return body


def member_path(name: str) -> str:
    """
    Return the path of a member, from its name in an archive.

    Raises:
        UnusableError: it is empty or absolute, steps upwards, or is not UTF-8.
    """
    if not name.isascii():
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise UnusableError(Reason.NOT_UTF8, ascii(name)) from error
    while name.startswith("./"):
        name = name[2:]
    if (
        not name
        or name.startswith("/")
        or "\0" in name
        or _DRIVE.match(name)
        or (".." in name and ".." in name.split("/"))
    ):
        raise UnusableError(Reason.OUTSIDE, ascii(name))
    return (
        name if "//" not in name and "/./" not in name else "/".join(p for p in name.split("/") if p not in {"", "."})
    )


def open_file(path: Place) -> IO[bytes]:
    """
    Open a file for reading.

    Raises:
        UnusableError: it cannot be opened.
    """
    try:
        return path.open("rb") if isinstance(path, Path) else open_remote(path)
    except OSError as error:
        raise UnusableError(Reason.UNREADABLE, error.strerror or str(error)) from error
