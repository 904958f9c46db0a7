"""One listing or vendor of a page is found without reading the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import Vendor
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from tests.campaigns.growing.measured import looked_at
from tests.support.filled_database import copied, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Engine

    from cryptodrug_scraper.store.database import Database

START = datetime(2019, 3, 1, tzinfo=UTC)
CARDS, PAGES = 500, 1500
MOST = 40
"""Rows that the server looks at for each that there is; 141 where each card is looked for among those of its page."""


@pytest.fixture
def crowded(
    server: URL, template: str, make_page: Any, make_listing: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Hundreds of cards on one page, after pages of one each: most pages hold fewer cards than one name has."""

    def page(number: int, names: list[str]) -> Any:
        records = [
            *(make_listing(name, "card", price=None) for name in names),
            *(Vendor(vendor=name, seen_on="card") for name in names),
        ]
        at = START + timedelta(minutes=number)
        return make_page(*records, at=at, name=f"list-{number}", kind="category_list")

    all_names = [f"{card}" for card in range(CARDS)]
    pages = [*(page(i, [all_names[i % CARDS]]) for i in range(PAGES)), page(PAGES, all_names)]

    def fill(engine: Engine) -> None:
        with engine.connect() as connection:
            load(connection, [batch_of(pages[at : at + 100], "1.0+test.1") for at in range(0, len(pages), 100)])

    with copied(server, filled(server, "crowded", template, fill), monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("what", ["listings", "vendors"])
def test_those_of_a_page_of_hundreds_are_found_one_by_one(crowded: Database, what: str) -> None:
    question = f"SELECT FROM research.{what}_as_of('2019-03-11')"
    with crowded.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        explained = connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}")).scalar_one()
    plan = explained[0]["Plan"]
    assert plan["Actual Rows"] == CARDS
    assert looked_at(plan) < MOST * (CARDS + PAGES)
