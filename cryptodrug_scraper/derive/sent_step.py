"""A step of a group of ratings, as it is sent to another machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.measures.ratings.review_groups import Step

__all__ = ["SentStep"]


@dataclass(frozen=True, slots=True)
class SentStep:
    """
    A step of a group.

    Attributes:
        step: what is done.
        frames: the frames that it takes, by name, packed.
        market: the values of the market.
    """

    step: Step
    frames: Mapping[str, bytes]
    market: tuple[object, ...]
