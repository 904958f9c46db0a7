"""Where faults are done: a network of loopback alone, and disks that can be filled."""

from __future__ import annotations

import ctypes
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.loopback import LoopbackOnly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["disk", "filled", "own_room"]

_CLONE_NEWNS = 0x00020000
_PRIVATE = 0x4000 | 0x40000
"""Of the mounts below one, too (MS_REC | MS_PRIVATE)."""
_DETACH = 2


@contextmanager
def own_room() -> Iterator[None]:
    """
    Network and mounts of this process's own, for as long as the block runs.

    Raises:
        PermissionError: this user may not have them.
    """
    with LoopbackOnly():
        _ask(_libc.unshare(_CLONE_NEWNS), "root, or: unshare --map-current-user --keep-caps --net --mount")
        _ask(_libc.mount(b"none", b"/", None, _PRIVATE, None), "to keep its mounts to itself")
        yield


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A small disk of its own at a new folder."""
    folder.mkdir()
    place = os.fsencode(folder)
    _ask(_libc.mount(b"disk", place, b"tmpfs", 0, b"size=%dm" % megabytes), "a disk of its own")
    try:
        yield folder
    finally:
        _libc.umount2(place, _DETACH)


@contextmanager
def filled(folder: Path, left: int) -> Iterator[None]:
    """A disk has no more than so many bytes left, for as long as the block runs."""
    ballast = folder / ".ballast"
    ballast.touch()
    free = os.statvfs(folder)
    pages = free.f_bavail - left // free.f_frsize
    if pages > 0:
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, pages * free.f_frsize)
    try:
        yield
    finally:
        ballast.unlink()


def _ask(refused: int, needs: str) -> None:
    if refused:
        raise PermissionError(ctypes.get_errno(), f"the campaign needs {needs}")


_libc = ctypes.CDLL(None, use_errno=True)
