"""The windows' database, for notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.derive.conftest import shared, shared_is_open, windows

__all__ = ["shared", "shared_is_open", "windows"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the process that derives the windows run these tests too."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("derive"))
