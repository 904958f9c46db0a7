"""How many examples of a property are tried where each of them takes long."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["examples"]

_USUAL = 50
"""Examples of a property that says nothing of their number, in a usual run; see ``tests/conftest.py``."""


def examples(count: int) -> int:
    """
    Return how many to try: more in a long run (``make campaigns``), as of all other properties.

    Args:
        count: those of a usual run.
    """
    return count * settings().max_examples // _USUAL
