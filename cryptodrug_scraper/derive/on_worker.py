"""
Work out steps of groups of ratings on a worker of a Dask cluster.

Frames come and go as the bytes in which they are kept, so the worker needs neither a disk of the others nor a database.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from distributed import get_worker

from cryptodrug_scraper.cluster.version import program_version
from cryptodrug_scraper.derive.version import measures_version

if TYPE_CHECKING:
    from cryptodrug_scraper.cluster.version import Versions
    from cryptodrug_scraper.derive.sent_step import SentStep

__all__ = ["versions", "versions_here", "work_out"]


def versions() -> Versions:
    """The versions of the program and of what measures."""
    return frozenset({program_version(), ("what measures", measures_version())})


def versions_here() -> Versions:
    """The same of a worker; polars, which is imported with what is opened next, gets as many threads as this has."""
    os.environ.setdefault("POLARS_MAX_THREADS", str(get_worker().state.nthreads))
    return versions()


def work_out(_common: None, sent: SentStep) -> dict[str, bytes]:
    """Work out a step, and give its frames, packed."""
    from cryptodrug_scraper.derive.kept import packed, unpacked  # noqa: PLC0415  # see `versions_here`

    given = sent.step.work({name: unpacked(frame) for name, frame in sent.frames.items()}, *sent.market)
    return {name: bytes(packed(frame)) for name, frame in given.items()}
