"""One market at one instant, as one account sees it: what all its pages share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.errors import ConfigurationError
from simulator.wallstreet.amounts import CURRENCY_SIGNS, Amounts
from simulator.wallstreet.categories import CATEGORIES
from simulator.wallstreet.labels import LABELS
from simulator.wallstreet.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.site import Viewer
    from simulator.state import Snapshot
    from simulator.wallstreet.labels import Labels

__all__ = ["PICTURES", "DisplaySettings", "Frame", "Frames"]

PICTURES = (
    "",
    "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
    "data:image/gif;base64,R0lGODlhAgABAIABAJmZmf///yH5BAEAAAEALAAAAAACAAEAAAICBAoAOw==",
)
"""A thumbnail of each quality: none, bad, good."""


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """
    What an account sets beyond `simulator.site.Viewer`.

    Attributes:
        cards: lists show cards, or the rows of a table.
        pictures: 0 no thumbnails, 1 bad ones, 2 good ones.
    """

    cards: Literal["cards", "table"] = "cards"
    pictures: Literal[0, 1, 2] = 1


class Frame:
    """
    A snapshot through a viewer's settings.

    Attributes:
        snapshot, viewer, settings: what it was made of.
        labels, amounts: how it writes.
        shell: what stands around its pages.

    Raises:
        ConfigurationError: the market does not have the viewer's language or currency.
    """

    def __init__(self, snapshot: Snapshot, viewer: Viewer, settings: DisplaySettings) -> None:
        if viewer.language not in LABELS:
            message = f"Wall Street Market has no pages in {viewer.language!r}: choose of {', '.join(LABELS)}"
            raise ConfigurationError(message)
        if viewer.currency not in CURRENCY_SIGNS:
            message = (
                f"Wall Street Market shows no prices in {viewer.currency!r}: choose of {', '.join(CURRENCY_SIGNS)}"
            )
            raise ConfigurationError(message)
        self.snapshot = snapshot
        self.viewer = viewer
        self.settings = settings
        self.labels: Labels = LABELS[viewer.language]
        self.amounts = Amounts(self.labels, viewer.currency, snapshot.rates())
        self.shell = Shell(self.labels, snapshot.instant, len(snapshot.handles()), settings.pictures, logged_in=True)
        self._category_counts: dict[str, int] | None = None
        self.fragments: dict[str, str] = {}
        """Parts of pages that are the same on many, by name."""

    def category_counts(self) -> Mapping[str, int]:
        """Live listings by category id, a category with those below it."""
        if self._category_counts is None:
            counts = self.snapshot.counts()
            self._category_counts = {
                node.category_id: sum(counts.get(product, 0) for product in node.products)
                for node in CATEGORIES.values()
            }
        return self._category_counts


class Frames:
    """The frames used last, so that one is not made anew for every page."""

    _KEPT = 8

    def __init__(self) -> None:
        self._frames: list[Frame] = []

    def of(self, snapshot: Snapshot, viewer: Viewer, settings: DisplaySettings) -> Frame:
        """The frame of exactly this snapshot."""
        for frame in self._frames:
            if frame.snapshot is snapshot and frame.viewer == viewer:
                return frame
        frame = Frame(snapshot, viewer, settings)
        self._frames = [frame, *self._frames[: self._KEPT - 1]]
        return frame
