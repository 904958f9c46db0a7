"""The three classes into which Empire puts feedback. The other markets have stars alone."""

from __future__ import annotations

from typing import Literal

__all__ = ["SIGNS", "Sign", "sign_of"]

Sign = Literal["positive", "neutral", "negative"]
SIGNS: tuple[Sign, ...] = ("positive", "neutral", "negative")
"""In the order of feedback1.png, feedback2.png and feedback3.png."""


def sign_of(stars: int) -> Sign:
    """The market's three classes: 4 and 5 stars are positive, 3 neutral, 1 and 2 negative."""
    if stars > 3:
        return "positive"
    return "neutral" if stars == 3 else "negative"
