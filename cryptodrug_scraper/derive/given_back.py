"""Have memory that is free given back to the system."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

__all__ = ["give_back_large_blocks"]

_MMAP_THRESHOLD = -3
"""Which of its settings the C library of GNU is told (``M_MMAP_THRESHOLD`` of ``malloc.h``)."""
_LARGE = 1 << 17


def give_back_large_blocks() -> None:
    """
    Have the C library give each block of 128 kB and more back as soon as it is free.

    Rows come from the database in such blocks. By itself the library of GNU takes blocks of up to 32 MB from one heap
    after some of them were freed, and keeps of that what lies before any that is in use: hundreds of MB. Where the
    library is another one, nothing is done.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # other libraries have no such setting
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
