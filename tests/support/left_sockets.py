"""
A plug-in: sockets that Dask leaves where a worker or a scheduler was killed are collected with the test that did so,
and variables that it sets for workers are put back.

Else the sockets would be found, and told as a fault, in whatever test runs when Python looks for garbage next, and each
command of a later test would load the program anew.
"""

from __future__ import annotations

import gc
import warnings

import pytest

from tests.support.command import as_at_start

__all__ = ["pytest_collection_modifyitems", "pytest_runtest_teardown"]

_GROUP = "cluster"
"""The group of tests (`xdist_group`) that use workers."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let such tests meet what an earlier one left."""
    for item in items:
        if _uses_workers(item):
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Collect what such a test left."""
    if _uses_workers(item):
        as_at_start()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def _uses_workers(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("xdist_group")
    return mark is not None and mark.args == (_GROUP,)
