"""
Load pages into the database while the crawl goes on.

The archive has every page before it comes here, so a database that is down delays and loses nothing: pages wait here up
to a bound; beyond it they are left to a later look at the archive, which `Loader.lacks` asks for. Whatever else goes
wrong ends the loader and not the crawl: what comes after it is archived, and loaded when the crawl is resumed.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.crawl.fault import told
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay.loading import load_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.page.records import Issue

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
_PASSING = frozenset({"OperationalError", "InterfaceError"})
"""Errors of what a database stands on: connection, disk, memory, locks."""


class Loader:
    """
    Loads pages in a thread of its own.

    Args:
        engine: the database.
        report: writes the crawl's own rows; it is called with a connection after every batch and when idle.
        begin: called once, before anything is loaded.
    """

    def __init__(
        self, engine: Engine, report: Callable[[Connection], None], begin: Callable[[Engine], None] | None = None
    ) -> None:
        self._engine = engine
        self._report = report
        self._begin = begin
        self._waiting: queue.Queue[Read] = queue.Queue(_MOST_WAITING)
        self._ending = threading.Event()
        self._give_up_at = float("inf")
        self.lacks: str | None = None
        """Why the database lacks pages that the archive has, or the crawl's own rows; None where it has all."""
        self._whole = False
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
        if not self._thread.is_alive():
            return  # why is in `lacks`
        try:
            self._waiting.put((capture, page), block=patiently, timeout=_LONGEST_BATCH)
        except queue.Full:
            if self.lacks is None:
                _log.warning(
                    "the database does not keep up: the rest of this crawl is loaded when it is resumed",
                    extra={"event": "database_slow"},
                )
            self.lacks = self.lacks or "the database does not keep up"

    def close(self, patience: float) -> bool:
        """
        Load the queued pages, write the crawl's own rows, and stop; tell whether that was done.

        Args:
            patience: seconds to keep trying if the database is down; pages left after that are not loaded.
        """
        self._give_up_at = time.monotonic() + patience
        self._ending.set()
        self._thread.join(patience + _LONGEST_BATCH)
        if self._thread.is_alive():
            self.lacks = f"the database has not answered for {patience + _LONGEST_BATCH:.0f} s"
        return self._whole

    def _run(self) -> None:
        try:
            self._whole = self._load_all()
        except BaseException as error:  # noqa: BLE001  # nobody else would ever hear of it
            self.lacks = f"the loader died of {told(error)}"
            _log.error(
                "%s; pages are archived from now on, and not loaded", self.lacks, extra={"event": "loading_failed"}
            )

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
        """
        Load a batch, however long the database is down; False where patience ran out.

        Raises:
            StoreError: the database is up, and refuses the pages.
            DBAPIError: it refuses the crawl's own rows.
        """
        delay, most = _RETRY
        while True:
            try:
                if self._begin is not None:
                    self._begin(self._engine)
                    self._begin = None
                with self._engine.connect() as connection:
                    load_read(connection, batch, _warn)
                    self._report(connection)
            except (StoreError, DBAPIError) as error:
                if not _is_down(error):
                    raise
                if self._ending.is_set() and time.monotonic() >= self._give_up_at:
                    self.lacks = f"the database is still down: {told(error)}"
                    _log.warning("%s", self.lacks, extra={"event": "database_lost"})
                    return False
                _log.warning("%s; trying again in %.0f s", told(error), delay, extra={"event": "database_lost"})
                if self._ending.is_set():
                    time.sleep(min(delay, 1.0))
                else:
                    self._ending.wait(delay)
                delay = min(2 * delay, most)
            else:
                return True


def _warn(capture: Capture, issue: Issue) -> None:
    _log.warning(
        "nothing but its issue is loaded of page %s: %s, %s",
        *(capture.capture_id, issue.code, issue.detail),
        extra={"event": "page_refused"},
    )


def _is_down(error: Exception) -> bool:
    """Tell whether a database will take the same later: what its server or the way to it lacks comes back."""
    said: BaseException | None = error.__cause__ if isinstance(error, StoreError) else error
    if isinstance(said, DBAPIError):
        if said.connection_invalidated:
            return True
        said = said.orig
    names = [kind.__name__ for kind in type(said).__mro__]  # the driver's classes, whichever driver it is
    return names[0] == "DatabaseError" or not _PASSING.isdisjoint(names)
