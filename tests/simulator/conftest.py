"""Economies that several tests look at are made once, in one process."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process run all tests that look at them: the largest takes some seconds to make."""
    for item in items:
        module = item.getparent(pytest.Module)
        if module is not None and Path(__file__).parent in item.path.parents and "world_of" in vars(module.obj):
            item.add_marker(pytest.mark.xdist_group("economies"))
