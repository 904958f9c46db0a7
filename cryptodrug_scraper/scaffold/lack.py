"""Something that a market lacks, or that its author should look at."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Lack", "note", "required"]


@dataclass(frozen=True, slots=True)
class Lack:
    """
    Something that a market lacks.

    Attributes:
        required: whether the market is not fit for use without it.
        what: what part of the market it is of.
        detail: what is lacking, and what to do.
    """

    required: bool
    what: str
    detail: str


def required(what: str, detail: str) -> Lack:
    """Make one without which the market is not fit for use."""
    return Lack(required=True, what=what, detail=detail)


def note(what: str, detail: str) -> Lack:
    """Make one that may be as it should."""
    return Lack(required=False, what=what, detail=detail)
