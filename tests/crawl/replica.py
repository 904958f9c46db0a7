"""
A simulated market that is served on this machine, the command that crawls it, and what a crawl has to bring of it.

The market's clock stands: its pages stay as they are for as long as a test lasts, so that each can be compared with
what the simulator says of it.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.crawl.folder import open_frontier
from cryptodrug_scraper.crawl.key import request_key
from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.errors import QualityError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.store.models import (
    CaptureRow,
    ListingObservation,
    ParseRun,
    ReviewObservation,
    VendorObservation,
)
from cryptodrug_scraper.store.tables import beside_readings
from simulator.economy import snapshot_of
from simulator.hosts import rehosted
from simulator.serving import Running, serve_in_thread
from simulator.serving.clock import Clock
from simulator.serving.replica import Replica
from simulator.serving.settings import settings_for
from simulator.site import Request, Viewer
from simulator.templates import template_of
from tests.support.command import begin_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from sqlalchemy import Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.crawl.frontier import Planned
    from simulator.economy import World

__all__ = ["AT", "RECORDS", "Crawled", "Crawler", "Person", "Truth", "loaded", "read", "rows_of", "served"]

Rows = Counter[tuple[str | None, ...]]
"""Rows of one table, by the columns in `RECORDS`."""

RECORDS: dict[str, tuple[type[Any], dict[str, str]]] = {
    "listing": (
        ListingObservation,
        {
            "listing_id": "listing_id",
            "seen_on": "seen_on",
            "title": "title",
            "vendor": "vendor",
            "category_id": "category_id",
            "price_amount": "price.amount",
            "price_currency": "price.currency",
            "ships_from_raw": "ships_from.raw",
            "sold_count": "sold.value",
        },
    ),
    "vendor": (
        VendorObservation,
        {
            "vendor": "vendor",
            "seen_on": "seen_on",
            "sales_count": "sales.value",
            "rating_mean": "rating.mean",
            "rating_scale": "rating.scale",
            "level": "level",
            "pgp_fingerprint": "pgp_fingerprint",
        },
    ),
    "review": (
        ReviewObservation,
        {
            "vendor": "vendor",
            "listing_id": "listing_id",
            "position": "position",
            "stars": "stars",
            "sign": "sign",
            "buyer_mask": "buyer_mask",
            "amount": "amount.amount",
            "amount_currency": "amount.currency",
            "age_raw": "age_raw",
        },
    ),
}
"""
For each kind of record its table, and what its columns are in the record. When a rating was left is not among them: it
is worked out from its age and the instant of the capture, which is not that of the simulated market.
"""

AT = datetime(2019, 4, 10, 12, tzinfo=UTC)
"""Instant of all pages."""
_PACE = {"rate": "40", "at-once": "8"}
_SETTINGS = {
    "AUTOTHROTTLE_ENABLED": "False",
    "CRAWL_POLL": "0.1",
    "CRAWL_RETRY_WAIT": "0.1",
    "CRAWL_MAINTENANCE_WAIT": "0.1",
}
"""As fast as it goes: nobody is there to be polite to."""
_PATIENCE = 180.0
_MOST_LOGINS = 50


@contextmanager
def served(world: World, market: str, *, mirrors: int = 1, **settings: Any) -> Iterator[Running]:
    """Serve a market from a thread of this process, without a wall for those who ask for much."""
    chosen = settings_for(market, {"pages_per_minute": None} | settings)
    replica = Replica(world, market, chosen, Clock(int(AT.timestamp())), mirrors=mirrors)
    with serve_in_thread(replica) as running:
        yield running


@dataclass(frozen=True)
class Crawled:
    """
    A crawl that has ended.

    Attributes:
        report: what the command prints as JSON. log: what it says beside.
        pages: each response that the archive has, with what was planned, in the order in which they came.
    """

    report: dict[str, Any]
    log: str
    pages: list[tuple[Planned, Capture]]

    def count(self, name: str) -> int:
        """Pages of all kinds of which something became: ``planned``, ``parsed`` and so on."""
        return sum(counts[name] for counts in self.report["counts"].values())

    @property
    def outcome(self) -> tuple[str, str | None]:
        """Status and reason."""
        return self.report["status"], self.report["reason"]

    @property
    def keys(self) -> list[str]:
        """Names of the pages that came, each as often as it did."""
        return [planned.key for planned, _ in self.pages]


class Crawler:
    """
    ``cryptodrug crawl`` of one market.

    Args:
        running: the market.
        archive: folder of the archive.
        mirrors: the mirrors' addresses as the crawler is to know them; without them it asks the first one directly.
        socks: Tor's port; None crawls a replica.
    """

    def __init__(
        self, running: Running, archive: Path, mirrors: Sequence[str] = (), socks: tuple[str, int] | None = None
    ) -> None:
        self._running, self.archive = running, archive
        self._mirrors = list(mirrors or [running.address])
        self._socks = socks

    def sign_in(self, mirror: int = 0) -> str:
        """Log in as a person does, hand the session over, and return the cookie's value."""
        cookies = self._running.sign_in(mirror)
        self.hand_over(cookies, mirror)
        return cookies[self._running.cookie]

    def hand_over(self, cookies: dict[str, str], mirror: int = 0) -> None:
        """Put a session where the crawl looks for it."""
        Sessions(self._running.market).put(urlsplit(self._mirrors[mirror]).netloc, Cookies(cookies))

    def command(self, *options: str, **settings: str) -> list[str]:
        """The words behind ``cryptodrug``."""
        if self._socks is None:
            reach = ["--replica", self._mirrors[0]]
        else:
            reach = ["--socks", "{}:{}".format(*self._socks)]
            reach += [word for mirror in self._mirrors for word in ("--mirror", mirror)]
        words = ["crawl", self._running.market, "--json", *reach]
        words += ["--archive", str(self.archive)]
        words += [word for name, value in _PACE.items() for word in (f"--{name}", value)]
        words += [word for pair in (_SETTINGS | settings).items() for word in ("--set", "=".join(pair))]
        return [*words, *options]

    @contextmanager
    def begun(self, *options: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
        """Begin to crawl; at the end of the context it is stopped if it still runs."""
        command = self.command(*options, **settings)
        with begin_command(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                process.kill()

    def ended(self, process: subprocess.Popen[bytes]) -> Crawled:
        """Wait for the end of a crawl, which must not be that of an error."""
        said, log = process.communicate(timeout=_PATIENCE)
        text = log.decode()
        assert process.returncode in (0, 7), text
        assert "Traceback" not in text, text
        report = json.loads(said)
        frontier = open_frontier(Path(report["folder"]))
        try:
            captures = captures_of_crawl(self.archive, UUID(report["crawl_id"]))
            pages = [(frontier.planned(key), capture) for key, capture in captures]
        finally:
            frontier.close()
        return Crawled(report, text, pages)

    def crawl(self, *options: str, **settings: str) -> Crawled:
        """Crawl to the end."""
        with self.begun(*options, **settings) as process:
            return self.ended(process)


class Truth:
    """
    What a market's pages say.

    Args:
        world: what they are of.
        market: whose they are.
        account: who looks at them.
    """

    def __init__(self, world: World, market: str, account: str = "observer") -> None:
        self._market = market
        self._snapshot = snapshot_of(world, market, int(AT.timestamp()))
        self._template = template_of(market)
        self._viewer = Viewer(name=account)

    def pages(self, kinds: Iterable[str]) -> set[str]:
        """Keys of all pages of some kinds that the market has."""
        wanted = set(kinds)
        return {
            request_key("POST" if request.form else "GET", request.path, request.form)
            for kind, request in self._template.requests(self._snapshot, self._viewer)
            if kind in wanted
        }

    def listed(self) -> set[str]:
        """Numbers of all listings that are in a list of a category."""
        return {
            record["listing_id"]
            for kind, request in self._template.requests(self._snapshot, self._viewer)
            if kind == "category_list"
            for record in self._template.expected(self._snapshot, request, self._viewer).records
            if record["record"] == "listing"
        }

    def body(self, planned: Planned, host: str) -> bytes:
        """The bytes of a page."""
        request = Request(planned.url, dict(planned.form or ()))
        return rehosted(self._template.page(self._snapshot, request, self._viewer).body, self._market, host)

    def reading(self, planned: Planned) -> tuple[str, list[dict[str, Any]]]:
        """Kind and records of a page."""
        reading = self._template.expected(self._snapshot, Request(planned.url, dict(planned.form or ())), self._viewer)
        return reading.kind, reading.records


def read(capture: Capture) -> tuple[str, list[dict[str, Any]]]:
    """Kind and records that the parser finds in a capture, as if it had been made at the instant of the pages."""
    page = parse_page(capture.body, PageContext(capture.url, CaptureTime.at(AT)))
    return page.kind, json.loads(to_json(page.records))


def rows_of(record: str, records: Iterable[dict[str, Any]]) -> Rows:
    """The rows that a table has to have of what pages say."""
    _, columns = RECORDS[record]
    return Counter(
        tuple(_text(_inner(each, path)) for path in columns.values()) for each in records if each["record"] == record
    )


def loaded(engine: Engine, record: str) -> dict[bytes, Rows]:
    """The rows that a table has, by the SHA-256 digest of the page that they are of."""
    table, columns = RECORDS[record]
    wanted = select(CaptureRow.sha256, *(getattr(table, name) for name in columns))
    wanted = wanted.select_from(beside_readings(table.__table__)).join(
        CaptureRow,
        (CaptureRow.capture_id == ParseRun.capture_id) & (CaptureRow.captured_at == ParseRun.captured_at),
    )
    found: dict[bytes, Rows] = {}
    with engine.connect() as connection:
        for digest, *values in connection.execute(wanted):
            found.setdefault(bytes(digest), Counter())[tuple(map(_text, values))] += 1
    return found


def _inner(record: dict[str, Any], path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        value = None if value is None else value.get(name)
    return value


def _text(value: object) -> str | None:
    """A value as text, numbers without the noughts at their ends."""
    try:
        return None if value is None else f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return str(value)


class Person:
    """
    Whoever logs in again each time that the crawl asks for it, for as long as the context lasts.

    Args:
        crawler: the crawl.
        folder: where to put the program that the crawl runs.
        at_once: whether to answer without being told to.

    Attributes:
        hook: the program.
        cookies: values of the cookies handed over.
    """

    def __init__(self, crawler: Crawler, folder: Path, *, at_once: bool = True) -> None:
        self._crawler = crawler
        self._asked = folder / "asked"
        self._asked.touch()
        self.hook = folder / "hook"
        self.hook.write_text(f'#!/bin/sh\necho "$CRYPTODRUG_MARKET $CRYPTODRUG_REASON" >> {self._asked}\n')
        self.hook.chmod(0o700)
        self._stopped = Event()
        self._thread = Thread(target=self._answer, daemon=True)
        self._at_once = at_once
        self.cookies = [crawler.sign_in()]

    def __enter__(self) -> Self:
        if self._at_once:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        if self._at_once:
            self._thread.join()

    @property
    def asked(self) -> list[str]:
        """Market and reason of each time."""
        return self._asked.read_text().splitlines()

    def sign_in(self) -> None:
        """Log in again, as often as it takes: a wall may stand behind the login too."""
        for _ in range(_MOST_LOGINS):
            with suppress(QualityError):
                self.cookies.append(self._crawler.sign_in())
                return
        message = "nobody can log in"
        raise QualityError(message)

    def _answer(self) -> None:
        answered = 0
        while not self._stopped.wait(0.05):
            if len(self.asked) > answered:
                answered = len(self.asked)
                self.sign_in()
