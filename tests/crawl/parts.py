"""The parts of a crawl put together without Scrapy, on a clock that stands still until it is set."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.archive import Exchange
from cryptodrug_scraper.crawl.gate import Gate
from cryptodrug_scraper.crawl.journal import Journal
from cryptodrug_scraper.crawl.options import CrawlOptions
from cryptodrug_scraper.crawl.sessions import Sessions
from cryptodrug_scraper.crawl.settling import Settler
from spiders.dream import DreamSpider

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.crawl.attempt import Attempt
    from cryptodrug_scraper.crawl.frontier import Planned

__all__ = ["MIRRORS", "NOW", "PAGES", "Parts", "crawling", "options_of"]

MIRRORS = ("http://127.0.0.1:8001", "http://127.0.0.1:8002")
NOW = datetime(2019, 2, 17, 12, tzinfo=UTC).timestamp()
PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"


def options_of(root: Path, **changes: Any) -> CrawlOptions:
    """Options of a crawl of replicas, which keep all that they have in one folder."""
    settings: dict[str, Any] = {
        "scope": "all",
        "mirrors": MIRRORS,
        "replica": True,
        "archive": root / "archive",
        "folder": None,
        "label": None,
        "budget": None,
        "per_second": 1.0,
        "at_once": 2,
        "hook": (),
        "attempts": 3,
        "retry_wait": 10.0,
        "maintenance_wait": 600.0,
        "outage_wait": 86_400.0,
        "session_wait": None,
        "poll": 1.0,
    }
    return CrawlOptions(**settings | changes)


class Parts:
    """
    A crawl of Dream's.

    Attributes:
        now: the time, in seconds since 1970.
    """

    def __init__(self, root: Path, **changes: Any) -> None:
        options = options_of(root, **changes)
        self.now = NOW
        self.sessions = Sessions("dream", root / "sessions")
        self.gate = Gate("dream", options, self.sessions)
        self.journal = Journal("dream", options)
        kinds, more = DreamSpider.scopes[options.scope], DreamSpider().more
        self.settler = Settler("dream", self.journal, self.gate, options, kinds, more, None, lambda: self.now)

    def plan(self, *pages: Planned) -> None:
        self.journal.frontier.add(pages)

    def ask(self) -> Attempt | None:
        """What may be asked for now; None if nothing may be."""
        planned = self.journal.frontier.take(self.now) if self.gate.is_open(self.now) else None
        return None if planned is None else self.gate.let_through(planned, self.now)

    def must_ask(self) -> Attempt:
        attempt = self.ask()
        assert attempt is not None
        return attempt

    def answer(self, attempt: Attempt, page: str | bytes, status: int = 200, set_cookies: Sequence[str] = ()) -> None:
        """A response comes: a fixture by its kind and name, or bytes."""
        capture = self.keep(attempt, page, status)
        self.settler.arrived(attempt)
        self.settler.answered(attempt, capture, status, set_cookies)

    def keep(self, attempt: Attempt, page: str | bytes, status: int = 200) -> Capture:
        """A response comes, and is archived."""
        body = page if isinstance(page, bytes) else (PAGES / page / "body.html").read_bytes()
        exchange = Exchange(
            url=attempt.base + attempt.planned.url,
            captured=datetime.fromtimestamp(self.now, UTC),
            status=status,
            body=body,
            response_headers=(("Content-Type", "text/html"),),
            crawl_id=self.journal.crawl_id,
            key=attempt.planned.key,
        )
        return self.journal.store(exchange)


@contextmanager
def crawling(root: Path, engine: Engine, **changes: Any) -> Iterator[Parts]:
    """A crawl that loads what it fetches; it is aborted at the end of the context unless it has ended by then."""
    parts = Parts(root, **changes)
    parts.journal.begin_loading(engine, lambda: parts.gate.pause)
    try:
        yield parts
    finally:
        if parts.journal.ended is None:
            parts.journal.close("aborted", "the test is over")
