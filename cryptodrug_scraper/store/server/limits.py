"""
Limits of this process (``ulimit``) that a server started by it would inherit, and break off at.

PostgreSQL keeps tables in files of up to 1 GiB. Where the system ends its processes for a file that becomes too large,
it recovers, writes the same file, and is ended again, for ever.
"""

from __future__ import annotations

import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["limits_for_server"]

_LARGEST_FILE = 1 << 30
"""Bytes of the largest file that PostgreSQL makes: a segment of a table (RELSEG_SIZE)."""
_MEGABYTE = 1_000_000


@contextmanager
def limits_for_server() -> Iterator[None]:
    """
    While the block runs, let a process that is started have files as large as the hard limit permits.

    Raises:
        StoreError: that is not as large as a server needs them.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if hard != resource.RLIM_INFINITY and hard < _LARGEST_FILE:
        msg = (
            f"the size of files is limited to {hard / _MEGABYTE:.1f} MB here (ulimit -f), and the embedded database "
            f"needs up to {_LARGEST_FILE / _MEGABYTE:.1f} MB: it was not started. Next: run this in a shell without "
            "that limit, or name a server with CRYPTODRUG_DATABASE_URL"
        )
        raise StoreError(msg)
    if soft == hard:
        yield
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
