"""
Work on millions of contributions without looking for cycles among them.

Python looks through all that there is, again and again while more is made, for what only refers to itself. Sums and
their contributions never do; and there are so many that looking takes a quarter of the time of a choice.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cycles while the block, or the function that it decorates, runs."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
