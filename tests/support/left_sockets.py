"""
A plug-in: sockets that Dask leaves where a worker or a scheduler was killed are collected with the tests that did so,
and variables that it sets for workers are put back.

Else the sockets would be found, and told as a fault, in whatever test runs when Python looks for garbage next, and each
command of a later test would load the program anew. Threads of Dask let go of some only after that test: a process that
used workers passes over such sockets from then on.
"""

from __future__ import annotations

import gc
import warnings
from typing import TYPE_CHECKING

import pytest

from tests.support.cluster_group import uses_workers
from tests.support.command import as_at_start

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["pytest_runtest_protocol", "pytest_runtest_teardown"]

_used = pytest.StashKey[bool]()
"""Whether this process used workers."""


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest's own, which reads the marks
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test that uses workers, and all later ones of its process, meet what an earlier one left."""
    stash = item.config.stash
    stash[_used] = stash.get(_used, False) or uses_workers(item)
    if stash[_used]:
        item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Collect what such tests left, after the last of those that follow one another: each search takes its time."""
    if uses_workers(item):
        as_at_start()
        if nextitem is not None and uses_workers(nextitem):
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
