"""What the driver of the database frees is given back to the system at once."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

FREED = """
import ctypes, sys
from cryptodrug_scraper.derive.given_back import give_back_large_blocks

if sys.argv[1] == "given back":
    give_back_large_blocks()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.malloc.argtypes = [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
library.free(library.malloc(16 << 20))  # from here on blocks of this size come from the heap
blocks = []
for _ in range(25):
    blocks.append(library.malloc(8 << 20))
    ctypes.memset(blocks[-1], 1, 8 << 20)
    library.malloc(100_000)  # is in use behind it
for block in blocks:
    library.free(block)
with open("/proc/self/statm") as told:
    print(int(told.read().split()[1]) * 4096 // 1_000_000)
"""


def held(how: str) -> int:
    """MB that a process has which has freed 210."""
    command = [sys.executable, "-c", FREED, how]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}  # Dask sets one
    return int(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of the C library of GNU alone")
def test_large_blocks_are_given_back_as_soon_as_they_are_free() -> None:
    assert held("given back") + 150 < held("as ever")
