"""Questions end in time whatever the server knows of its tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import Vendor

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

START = datetime(2019, 3, 1, tzinfo=UTC)
PAGES, CARDS, THINGS = 700, 40, 600


@pytest.fixture
def crowded(database: Database, make_page: Any, make_listing: Any, load_pages: Any) -> Database:
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
    load_pages(pages)
    return database


@pytest.mark.parametrize("what", ["listings", "vendors"])
def test_what_was_newest_in_some_days_is_found_after_a_whole_analyze_too(crowded: Database, what: str) -> None:
    question = text(f"SELECT count(*), sum(capture_count) FROM research.{what}_between('2019-03-05', '2019-03-11')")
    with crowded.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = '10s'"))
        before = connection.execute(question).one()
        connection.execute(text("ANALYZE"))
        assert before == connection.execute(question).one()
    assert (THINGS, True) == (before[0], before[1] > 3 * THINGS)
