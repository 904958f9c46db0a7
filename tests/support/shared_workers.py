"""
A plug-in: an object store and a Dask cluster that finds it, which all tests of the group `cluster` share.

Each of its two workers takes some seconds of a processor to start. They end before a test that is none of the group.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.support.cluster_group import uses_workers
from tests.support.object_store import object_store

if TYPE_CHECKING:
    from distributed import LocalCluster
    from upath import UPath

__all__ = ["pytest_runtest_teardown", "store", "workers"]


class _Shared:
    """What was begun, and how it is ended."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._store: UPath | None = None
        self._workers: LocalCluster | None = None

    def store(self) -> UPath:
        if self._store is None:
            self._store = self._running.enter_context(object_store())
        return self._store

    def workers(self) -> LocalCluster:
        from tests.support.dask_workers import dask_workers  # slow to import

        self.store()  # workers inherit the way to it
        if self._workers is None:
            self._workers = self._running.enter_context(dask_workers())
        return self._workers

    def end(self) -> None:
        self._store = self._workers = None
        self._running.close()


_SHARED = _Shared()


@pytest.fixture
def store() -> UPath:
    """A bucket of an object store on loopback."""
    return _SHARED.store()


@pytest.fixture
def workers() -> LocalCluster:
    """Two workers on loopback, which find the store."""
    return _SHARED.workers()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """End them with the last test of the group that this process has for now."""
    if uses_workers(item) and (nextitem is None or not uses_workers(nextitem)):
        _SHARED.end()
