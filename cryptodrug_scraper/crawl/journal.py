"""
Everything that a crawl stores: its frontier, the archive, and its rows in the database. None of it is lost with the
process.
"""

from __future__ import annotations

import logging
from collections import deque
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.archive import ArchiveWriter
from cryptodrug_scraper.crawl.fault import told
from cryptodrug_scraper.crawl.folder import new_folder, open_frontier
from cryptodrug_scraper.crawl.ledger import CrawlState, record_checks, record_crawl
from cryptodrug_scraper.crawl.loading import Loader
from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.crawl.scope import Scope
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.replay.choosing import show_installed
from cryptodrug_scraper.replay.version import parser_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.archive import Exchange
    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.crawl.frontier import Frontier
    from cryptodrug_scraper.crawl.ledger import Check, CrawlStatus
    from cryptodrug_scraper.crawl.options import CrawlOptions
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.tor.control import Traffic

__all__ = ["Journal"]

_DATABASE_PATIENCE = 30.0
"""Seconds to wait at the end for a database that is down."""
_LAST_WORD = 5000
"""Milliseconds to wait for it after that, to record how the crawl ended."""

_log = logging.getLogger(__name__)


class Journal:
    """
    The stores of one crawl: new ones, or those of an unfinished crawl, by the options.

    Args:
        market: name of the market.
        options: the crawl's folder, archive, scope and label.
        traffic: gives the bytes that Tor carried; None meters nothing.

    Raises:
        ConfigurationError: the crawl to be resumed is not there or still runs.
        ArchiveError: the archive cannot be written.
    """

    def __init__(self, market: str, options: CrawlOptions, traffic: Callable[[], Traffic] | None = None) -> None:
        self._archive, self._traffic = options.archive, traffic
        self.folder, self.frontier, facts = _begun(market, options)
        self.state = _state_of(facts)
        """The crawl as it goes."""
        self.counts = self.frontier.counts()
        """What became of the requests so far, by kind of page."""
        self.ended: CrawlState | None = None
        """The crawl at its end; None before."""
        self._loader: Loader | None = None
        self._checks: deque[Check] = deque()
        versions = {each.name: parser_version(each.name) for each in markets()}
        self._writer = ArchiveWriter(options.archive, label=f"crawl {self.crawl_id}", parser_versions=versions)

    @property
    def crawl_id(self) -> UUID:
        """The crawl's identifier."""
        return self.state.crawl_id

    def begin_loading(self, engine: Engine, pause: Callable[[], str | None]) -> None:
        """
        Load pages and the crawl's own rows into the database from now on.

        Args:
            engine: the database.
            pause: tells, in another thread, why the crawl waits; None while it does not.
        """
        self._pause, self._engine = pause, engine
        self._loader = Loader(engine, self._report, show_installed)

    @property
    def lacks(self) -> str | None:
        """Why the database lacks pages that the archive has, until the crawl is resumed; None if it has all."""
        return "the loader never began" if self._loader is None else self._loader.lacks

    def store(self, exchange: Exchange) -> Capture:
        """
        Put a response into the archive.

        Raises:
            ArchiveError: it cannot be written.
        """
        return self._writer.exchange(exchange).capture

    def load(self, capture: Capture, page: ParsedPage, *, patiently: bool = False) -> None:
        """Queue a page to be loaded into the database; see `Loader.add`."""
        if self._loader is not None:
            self._loader.add(capture, page, patiently=patiently)

    def check(self, check: Check) -> None:
        """Record whether a mirror could be reached."""
        self._checks.append(check)

    def captures(self) -> Iterator[tuple[str, Capture]]:
        """Give the captures of the crawl that are in the archive, as `captures_of_crawl` does."""
        return captures_of_crawl(self._archive, self.crawl_id)

    def save(self) -> None:
        """Write everything to disk, so that it survives a crash of the machine."""
        self._writer.sync()
        self.frontier.save()
        self.counts = self.frontier.counts()
        if self._traffic is not None:
            carried = self._traffic()
            self.state = replace(self.state, tor_bytes_read=carried.read, tor_bytes_written=carried.written)

    def close(self, status: CrawlStatus, reason: str | None) -> None:
        """
        Load the queued pages, and close everything. A crawl that was aborted, or not loaded as a whole, can be resumed.

        Args:
            status: what the crawl came to; one that is not loaded as a whole is ``partial`` at best.
            reason: why, where it is not complete.
        """
        with ExitStack() as stack:
            stack.callback(self._writer.close)
            stack.callback(self.frontier.close)
            self.state = self.ended = self._come_to(status, reason)
            if self._loader is not None and not self._loader.close(_DATABASE_PATIENCE):
                self.state = self.ended = self._come_to(status, reason)
                self._record_end()
            if status != "aborted" and self.lacks is None:
                self.frontier.note({"ended_at": datetime.now(UTC).isoformat(), "status": status})

    def _come_to(self, status: CrawlStatus, reason: str | None) -> CrawlState:
        """The crawl at its end, as far as its loader has come."""
        if self.lacks is not None:
            status = "aborted" if status == "aborted" else "partial"
            unloaded = (
                f"not all that came is loaded: {self.lacks}; cryptodrug crawl {self.state.market} --resume loads it"
            )
            reason = unloaded if reason is None else f"{reason}; {unloaded}"
        return replace(self.state, status=status, reason=reason, ended_at=datetime.now(UTC))

    def _record_end(self) -> None:
        """Write what the crawl came to, where its loader could not."""
        try:
            with self._engine.connect() as connection:
                connection.execute(text(f"SET statement_timeout = {_LAST_WORD}"))
                connection.commit()
                record_crawl(connection, self.state, self.counts)
        except DBAPIError as error:
            _log.warning(
                "that the crawl is %s cannot be recorded: %s",
                *(self.state.status, told(error)),
                extra={"event": "database_lost"},
            )

    def _report(self, connection: Connection) -> None:
        """Write the crawl's own rows; in the loader's thread."""
        state, pause = self.state, self._pause()
        if pause is not None and state.status == "running":
            state = replace(state, status="paused", reason=pause)
        record_crawl(connection, state, self.counts)
        checks = [self._checks[place] for place in range(len(self._checks))]
        record_checks(connection, checks)
        for _ in checks:  # not before they are written
            self._checks.popleft()


def _begun(market: str, options: CrawlOptions) -> tuple[Path, Frontier, dict[str, str]]:
    """The folder, frontier and facts of a crawl that is begun or resumed."""
    if options.folder is not None:
        frontier = open_frontier(options.folder)
        return options.folder, frontier, frontier.facts()
    folder, crawl_id = new_folder(market)
    frontier = open_frontier(folder)
    facts = {
        "crawl_id": str(crawl_id),
        "market": market,
        "scope": options.scope,
        "started_at": datetime.now(UTC).isoformat(),
        "label": options.label or "",
    }
    frontier.note(facts)
    frontier.save()
    return folder, frontier, facts


def _state_of(facts: dict[str, str]) -> CrawlState:
    return CrawlState(
        crawl_id=UUID(facts["crawl_id"]),
        market=facts["market"],
        label=facts["label"] or None,
        started_at=datetime.fromisoformat(facts["started_at"]),
        scope=msgspec.convert(facts["scope"], Scope),
    )
