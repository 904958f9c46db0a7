"""
Advisory locks on files. An open file holds the lock; the lock ends with its process, however that ends.

A lock belongs to the opened file, not to the process, so two writers in one process keep each other out as two
processes do.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["locked", "try_lock"]


def try_lock(descriptor: int) -> bool:
    """Lock an open file; False if another has it. Closing the file releases the lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """
    Hold the lock of a file for as long as the block runs. The file is created if it is missing.

    Yields True; or False, without the lock, where another holds it and ``wait`` is false.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if wait:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield True
        else:
            yield try_lock(descriptor)
    finally:
        os.close(descriptor)
