"""Questions end in time whatever the server knows of its tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import Vendor
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from tests.support.filled_database import copied, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Engine

    from cryptodrug_scraper.store.database import Database

START = datetime(2019, 3, 1, tzinfo=UTC)
PAGES, CARDS, THINGS = 700, 40, 600


@pytest.fixture
def crowded(
    server: URL, template: str, make_page: Any, make_listing: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Three weeks of lists, each page of a minute of its own; every listing and vendor is on some fifty of them."""
    pages = []
    for page in range(PAGES):
        shown = [f"{(page * CARDS + place) * 7 % THINGS}" for place in range(CARDS)]
        records = [
            *(make_listing(name, "card", price=None) for name in shown),
            *(Vendor(vendor=name, seen_on="card") for name in shown),
        ]
        at = START + timedelta(minutes=page * 43)
        pages.append(make_page(*records, at=at, name=f"list-{page}", kind="category_list"))

    def fill(engine: Engine) -> None:
        with engine.connect() as connection:
            load(connection, [batch_of(pages[at : at + 100], "1.0+test.1") for at in range(0, len(pages), 100)])

    with copied(server, filled(server, "listed", template, fill), monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("what", ["listings", "vendors"])
def test_what_was_newest_in_some_days_is_found_after_a_whole_analyze_too(crowded: Database, what: str) -> None:
    question = text(f"SELECT count(*), sum(capture_count) FROM research.{what}_between('2019-03-05', '2019-03-11')")
    with crowded.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = '10s'"))
        before = connection.execute(question).one()
        connection.execute(text("ANALYZE"))
        assert before == connection.execute(question).one()
    assert (THINGS, True) == (before[0], before[1] > 3 * THINGS)
