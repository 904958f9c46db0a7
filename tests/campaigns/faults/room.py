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
_REMOUNT = 32
_ROOM = 8 << 30
"""Bytes: the doctor wants some."""
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
def disk(folder: Path) -> Iterator[Path]:
    """A disk of its own at a new folder. It is in memory, and takes what lies on it."""
    folder.mkdir()
    _mount(folder, _ROOM)
    try:
        yield folder
    finally:
        _libc.umount2(os.fsencode(folder), _DETACH)


@contextmanager
def filled(folder: Path, left: int) -> Iterator[None]:
    """A disk has room for no more than so many bytes, for as long as the block runs."""
    now = os.statvfs(folder)
    _mount(folder, (now.f_blocks - now.f_bfree) * now.f_frsize + max(left, 0), _REMOUNT)
    try:
        yield
    finally:
        _mount(folder, _ROOM, _REMOUNT)


def _mount(folder: Path, size: int, flags: int = 0) -> None:
    _ask(_libc.mount(b"disk", os.fsencode(folder), b"tmpfs", flags, b"size=%d" % size), "disks of its own")


def _ask(refused: int, needs: str) -> None:
    if refused:
        raise PermissionError(ctypes.get_errno(), f"the campaign needs {needs}")


_libc = ctypes.CDLL(None, use_errno=True)
