"""Tests that use the workers of a cluster, which one process runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

__all__ = ["uses_workers"]

_GROUP = "cluster"
"""What they are called (`xdist_group`)."""


def uses_workers(item: pytest.Item) -> bool:
    """Whether a test is one of them."""
    mark = item.get_closest_marker("xdist_group")
    return mark is not None and mark.args == (_GROUP,)
