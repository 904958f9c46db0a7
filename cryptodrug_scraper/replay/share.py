"""How far a replay is: the bytes that it has gone through, beside all that there are."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.extent import bytes_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.importers.places import Place

__all__ = ["Share"]

_MOMENT = 0.5
"""Seconds in which a folder on a disk is looked through, and an object store need not be."""


class Share:
    """
    The share of some paths that was gone through. How much there is, is looked for meanwhile.

    Args:
        paths: folders, WARC files, pages.
    """

    def __init__(self, paths: Sequence[Place]) -> None:
        self._paths = paths
        self._total: int | None = None
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    def _look(self) -> None:
        with suppress(OSError):  # whoever reads says why; the share stays unknown
            self._total = sum(map(bytes_at, self._paths))

    def left(self, gone: int) -> int | None:
        """Return how many bytes there are beside some; None where that is not known within a moment."""
        self._looking.join(_MOMENT)
        return None if self._total is None else max(0, self._total - gone)

    def of(self, gone: int) -> float | None:
        """Return the share, from 0 to 1, that some bytes are; None while it is not known how many there are."""
        return None if not self._total else min(1.0, gone / self._total)
