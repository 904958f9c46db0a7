"""
Load pages into the database while the crawl goes on.

The archive has every page before it comes here, so a database that is down delays and loses nothing: pages wait here up
to a bound; beyond it they are left to a later look at the archive, which `Loader.behind` asks for.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.store.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Loader"]

_log = logging.getLogger(__name__)

Read = tuple["Capture", "ParsedPage"]

_BATCH = 200
_MOST_WAITING = 2000
"""Most pages that wait for the database; they take about 100 MB."""
_LONGEST_BATCH = 30.0
_EVERY = 5.0
"""Seconds after which a batch is loaded even if it is small."""
_RETRY = (1.0, 60.0)
"""Shortest and longest wait between attempts while the database is down, in seconds."""


class Loader:
    """
    Loads pages in a thread of its own.

    Args:
        engine: the database.
        report: writes the crawl's own rows; it is called with a connection after every batch and when idle.
    """

    def __init__(self, engine: Engine, report: Callable[[Connection], None]) -> None:
        self._engine = engine
        self._report = report
        self._waiting: queue.Queue[Read] = queue.Queue(_MOST_WAITING)
        self._ending = threading.Event()
        self._give_up_at = float("inf")
        self.behind = False
        """Whether the database lacks pages that the archive has, or the crawl's own rows."""
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)
        self._thread.start()

    def add(self, capture: Capture, page: ParsedPage, *, patiently: bool = False) -> None:
        """
        Queue a page to be loaded. The archive has it already.

        Args:
            capture: the page.
            page: the records read from it.
            patiently: wait for room, up to the time that a batch takes.
        """
        try:
            self._waiting.put((capture, page), block=patiently, timeout=_LONGEST_BATCH)
        except queue.Full:
            if not self.behind:
                _log.warning("the database does not keep up: the rest of this crawl is loaded when it is resumed")
            self.behind = True

    def close(self, patience: float) -> None:
        """
        Load the queued pages, and stop.

        Args:
            patience: seconds to keep trying if the database is down; pages left after that are not loaded.
        """
        self._give_up_at = time.monotonic() + patience
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        whole = False
        try:
            whole = self._load_all()
        finally:  # whatever ended it
            self.behind = self.behind or not whole

    def _load_all(self) -> bool:
        while not (self._ending.is_set() and self._waiting.empty()):
            if not self._write(self._take()):
                return False
        return self._write([])

    def _take(self) -> list[Read]:
        """Take up to a batch of pages from the queue, as many as come within some seconds."""
        batch: list[Read] = []
        until = time.monotonic() + _EVERY
        while len(batch) < _BATCH:
            try:
                wait = 0.1 if self._ending.is_set() else min(1.0, max(0.0, until - time.monotonic()))
                batch.append(self._waiting.get(timeout=wait))
            except queue.Empty:
                if self._ending.is_set() or time.monotonic() >= until:
                    break
        return batch

    def _write(self, batch: list[Read]) -> bool:
        """Load a batch, however long the database is down; False where patience ran out."""
        delay, most = _RETRY
        while True:
            try:
                with self._engine.connect() as connection:
                    load(connection, batches_of(batch))
                    self._report(connection)
            except (StoreError, DBAPIError) as error:
                if self._ending.is_set() and time.monotonic() >= self._give_up_at:
                    _log.warning("the database is still down: %s", error)
                    return False
                _log.warning("%s; trying again in %.0f s", error, delay)
                if self._ending.is_set():
                    time.sleep(min(delay, 1.0))
                else:
                    self._ending.wait(delay)
                delay = min(2 * delay, most)
            else:
                return True
