"""A test by which a kind of page is told."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Test"]


@dataclass(frozen=True, slots=True)
class Test:
    """
    How a kind is told: by CSS selectors.

    Attributes:
        kind: the kind.
        has: selectors of what its pages have; empty where nothing tells it.
        lacks: selectors of what they have not, and pages of later kinds have.
        page_count: the number of saved pages of it.
    """

    kind: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    page_count: int
