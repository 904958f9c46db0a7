"""
What was looked for on pages: begun once, however many ask for it, done beside everything else, and remembered.

Who asks waits for a moment only; what is not there by then comes with a later question.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Semaphore, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from cryptodrug_scraper.explore.apart import done_apart
from cryptodrug_scraper.explore.evidence.found import evidence_of, text_of
from cryptodrug_scraper.explore.inert.page import concealed, inert_page, inert_parts, styled
from cryptodrug_scraper.explore.inert.pair import inert_pair
from cryptodrug_scraper.explore.inert.sheet import sheet_of_market
from cryptodrug_scraper.explore.record_fields import marks_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Category

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.explore.evidence.found import PageEvidence
    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.explore.inert.sheet import Sheet
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["PATIENCE", "Looking", "drawn", "drawn_pair", "found_on", "read_of"]

T = TypeVar("T")

PATIENCE = 0.6
"""Seconds that an answer waits for what is being looked for."""
_SECONDS = 12.0
"""Processor time after which a search is ended, and shows what it has."""
_KEPT = 48
"""Things found that are remembered, all of a page and its parts."""
_AT_ONCE = 8
"""Processes at the same time; those who come then wait for one to end, which each does in bounded time."""


@dataclass
class Looking:
    """
    All that is being looked for, and the last things found.

    Attributes:
        patience: seconds that an answer waits.
    """

    patience: float = PATIENCE
    _known: OrderedDict[Hashable, Future[Any]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _free: Semaphore = field(default_factory=lambda: Semaphore(_AT_ONCE))

    def found(self, key: Hashable, function: Callable[..., T], arguments: Callable[[], tuple[object, ...]]) -> T:
        """
        Return what a function returns that is called in a process of its own.

        Args:
            key: what is looked for; who asks for the same gets the same.
            function: a function of a module.
            arguments: makes what it is given, if it was not called yet.

        Raises:
            TimeoutError: it is not there yet; ask again.
            ParseError: it takes too much, or cannot be done.
        """
        with self._lock:
            known = self._known.get(key)
        if known is None:
            given = arguments()  # outside of the lock: bytes may have to be looked for in archives
            with self._lock:
                known = self._known.get(key)
                if known is None:
                    known = self._known[key] = Future()
                    Thread(target=self._do, args=(known, function, given), daemon=True).start()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            done = [each for each, future in self._known.items() if future.done()]
            for each in done[: max(0, len(self._known) - _KEPT)]:
                del self._known[each]
        result: T = known.result(self.patience)
        return result

    def _do(self, future: Future[Any], function: Callable[..., Any], given: tuple[object, ...]) -> None:
        with self._free:
            try:
                future.set_result(done_apart(function, *given))
            except BaseException as error:  # noqa: BLE001  # raised where it is asked for
                future.set_exception(error)


def found_on(body: bytes, url: str | None, captured: CaptureTime | None, only: int | None, first: int) -> PageEvidence:
    """The evidence of a page, as far as it is found in some seconds, and which of it the page hides."""
    found = evidence_of(body, url, captured, only, first=first, seconds=_SECONDS)
    if found.fields:
        found.concealed = concealed(found.text, marks_of(found, found.looked, frame=True))
    return found


def read_of(body: bytes, url: str | None, captured: CaptureTime | None) -> ParsedPage:
    """What is read of a page."""
    return parse_page(body, PageContext(url, captured))


def drawn(body: bytes, marks: Sequence[Mark]) -> str:
    """
    A page that does nothing, with marks, with the menu of its site folded and in the style of its market; see
    `inert_page`.
    """
    categories, sheet = _brought(body)
    return inert_page(text_of(body), marks, categories, sheet)


def drawn_pair(first: tuple[bytes, Sequence[Mark]], second: tuple[bytes, Sequence[Mark]]) -> str:
    """Two pages beside one another, each as `drawn`; see `inert_pair`. The style is that of the first one's market."""
    sheet = _brought(first[0])[1]
    one, other = (inert_parts(text_of(body), marks, _brought(body)[0], sheet) for body, marks in (first, second))
    return inert_pair(one, other, styled(sheet))


def _brought(body: bytes) -> tuple[set[str], Sheet]:
    """The names of the categories on a page, and the style sheet of its market."""
    page = parse_page(body, PageContext(None, None))
    names = {name for record in page.records if isinstance(record, Category) for name in record.category_path}
    return names, sheet_of_market(page.market)
