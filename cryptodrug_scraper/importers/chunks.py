"""Put captures together, as many as are dealt with at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.capture import Capture

__all__ = ["MOST_BYTES", "MOST_PAGES", "Chunker", "chunks"]

MOST_PAGES = 256
MOST_BYTES = 8 * 1024 * 1024
"""Most captures of a chunk, and most bytes: large enough to load in bulk, small enough to hold several in memory."""


class Chunker:
    """Captures that come one by one."""

    def __init__(self) -> None:
        self._chunk: list[Capture] = []
        self._size = 0

    def add(self, capture: Capture) -> tuple[Capture, ...]:
        """Add a capture; gives the chunk that is full with it, else nothing."""
        self._chunk.append(capture)
        self._size += len(capture.body)
        return self.rest() if len(self._chunk) >= MOST_PAGES or self._size >= MOST_BYTES else ()

    def rest(self) -> tuple[Capture, ...]:
        """Give what is left."""
        chunk, self._chunk, self._size = tuple(self._chunk), [], 0
        return chunk


def chunks(captures: Iterable[Capture]) -> Iterator[tuple[Capture, ...]]:
    """Give captures in chunks."""
    chunker = Chunker()
    for capture in captures:
        if chunk := chunker.add(capture):
            yield chunk
    if chunk := chunker.rest():
        yield chunk
