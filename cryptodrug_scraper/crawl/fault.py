"""What ends a crawl, other than its pages: told with its name and place, and as an error with its exit code."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ArchiveError, CryptodrugError, StoreError
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Faults", "as_error", "told"]

_log = logging.getLogger(__name__)
_LONGEST = 300


class Faults:
    """
    The faults of a crawl itself. The first one ends it.

    Scrapy logs what the receivers of its signals, callbacks and timers raise, and goes on, so that a crawl would wait
    for ever for what never comes.

    Args:
        market: name of the market.
        close: closes the spider.

    Attributes:
        first: the fault that ended the crawl; None if none did.
    """

    def __init__(self, market: str, close: Callable[[], None]) -> None:
        self._market, self._close = market, close
        self.first: CryptodrugError | None = None

    def note(self, error: BaseException) -> None:
        """Keep a fault of a crawl that is ending."""
        if self.first is None:
            self.first = as_error(error)
            _log.error("%s: the crawl ends: %s", self._market, self.first, extra={"event": "crawl_fails"})

    def end(self, error: BaseException) -> None:
        """End the crawl at a fault."""
        if self.first is None:
            self.note(error)
            self._close()

    @contextmanager
    def ending(self) -> Iterator[None]:
        """End the crawl at what the context raises."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # whatever it is, nobody else would act on it
            self.end(error)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Keep what the context raises, at the end of a crawl."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # as above
            self.note(error)


def told(error: BaseException) -> str:
    """
    What an error is, says, and where it was raised, on one line.

    Of an error of the database, its own words alone: the rest quotes rows. Of a fault of the program no words at all:
    they may quote a page, or an address with its host.
    """
    if isinstance(error, CryptodrugError):
        return _line(str(error))
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {_line(reason_of(error))}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    says = f": {_line(str(error))}" if isinstance(error, OSError | sqlite3.Error) else ""
    return f"{type(error).__name__}{says}{place}"


def as_error(error: BaseException) -> CryptodrugError:
    """The error that ends a command: itself, or that of its kind which has an exit code."""
    if isinstance(error, CryptodrugError):
        return error
    if isinstance(error, DBAPIError):
        return StoreError(f"the database refuses what the crawl writes: {told(error)}")
    if isinstance(error, sqlite3.Error | OSError):
        return ArchiveError(f"the crawl cannot write what it keeps: {told(error)}")
    return CryptodrugError(f"a defect of the program's ends the crawl: {told(error)}")


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
