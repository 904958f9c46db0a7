"""Economies that several tests look at are made once, in one process."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process run all tests that look at them: the largest takes some seconds to make."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and "world_of" in vars(getattr(item, "module", None) or object):
            item.add_marker(pytest.mark.xdist_group("economies"))
