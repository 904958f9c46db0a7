"""A list of ratings that captures of a month repeat is stored once, and readers see no difference."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import Interval, Money, Review
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.provenance import chain_of
from cryptodrug_scraper.store.removal import remove
from cryptodrug_scraper.store.row_ids import row_id
from cryptodrug_scraper.store.tables import COLUMNS, LIST_KEY, LISTED

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

NOON = datetime(2019, 3, 5, 12, tzinfo=UTC)
LEFT = Interval(datetime(2019, 1, 7, tzinfo=UTC), datetime(2019, 1, 8, tzinfo=UTC))
SHOWN = text("SELECT * FROM research.review ORDER BY captured_at, parse_run_id, position")


def ratings(*words: str | None) -> list[Review]:
    return [
        Review(
            vendor="grower",
            position=place,
            comment=said,
            reply="Danke\tschön\\",
            stars=Decimal("4.50"),
            amount=Money(Decimal("1.2E+2"), "EUR"),
            occurred=LEFT,
        )
        for place, said in enumerate(words, 1)
    ]


@pytest.fixture
def pages(make_page: Any, make_listing: Any) -> list[Any]:
    """A list on two days of March, in April, and of unknown time; another; and the one elsewhere on a page."""
    said = ratings("très\nbien", None, "très\nbien")
    return [
        make_page(make_listing("1"), *said, at=NOON, name="a"),
        make_page(make_listing("1", title="10g hash"), *said, at=datetime(2019, 3, 31, 23, 59, tzinfo=UTC), name="b"),
        make_page(make_listing("1"), *said, at=datetime(2019, 4, 1, tzinfo=UTC), name="c"),
        make_page(make_listing("1"), *said, at=None, name="d"),
        make_page(make_listing("1"), *ratings("très\nbien", None, "bien"), at=date(2019, 3, 6), name="e"),
        make_page(*said, at=NOON, name="f"),
        make_page(make_listing("2"), at=NOON, name="g"),
    ]


def stored(database: Database) -> list[tuple[Any, ...]]:
    """The months and sizes of the lists that are stored."""
    query = (
        "SELECT review_list.month, count(*) FROM review_list LEFT JOIN review_observation o USING (review_list_id) "
        "GROUP BY review_list.month, review_list_id"
    )
    with database.engine.connect() as connection:
        return sorted((str(month), count) for month, count in connection.execute(text(query)))


def test_a_list_is_stored_once_in_a_month_and_shown_for_each_capture(
    database: Database, pages: list[Any], load_pages: Any
) -> None:
    new = load_pages(pages)

    march = [("2019-03-01", 3)] * 3  # the one, the other, and that of a page on which they stand elsewhere
    assert [*march, ("2019-04-01", 3), ("None", 3)] == stored(database)
    assert (5, 15) == (new["review_list"], new[LISTED])
    with database.engine.connect() as connection:
        shown = connection.execute(SHOWN).mappings().all()
    assert 18 == len(shown)
    first = [row for row in shown if row["capture_id"] == pages[0][0].capture_id and row["position"] == 1]
    assert [(1, "très\nbien", Decimal("4.50"), Decimal(120), "Danke\tschön\\")] == [
        (row["position"], row["comment"], row["stars"], row["amount"], row["reply"]) for row in first
    ]
    assert len({row["review_observation_id"] for row in shown}) == 18
    assert {row["review_observation_id"] for row in shown} == {
        row_id(LISTED, row["parse_run_id"], ordinal)
        for row in shown
        for ordinal in [row["position"] - (row["capture_id"] == pages[5][0].capture_id)]
    }


def test_another_parser_that_reads_a_list_alike_stores_none_of_it(
    database: Database, pages: list[Any], load_pages: Any
) -> None:
    load_pages(pages, "1.0+a")
    with database.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*), sum(stars) FROM research.review")).one()

    new = load_pages(pages, "1.1+b")

    assert (7, 0, 0) == (new["parse_run"], new["review_list"], new[LISTED])
    with database.engine.connect() as connection:
        assert before == connection.execute(text("SELECT count(*), sum(stars) FROM research.review")).one()
        versions = connection.execute(text("SELECT DISTINCT parser_version FROM research.review")).scalars()
        assert ["1.1+b"] == list(versions)


def test_a_list_and_its_words_go_with_the_last_page_that_shows_it(
    database: Database, pages: list[Any], load_pages: Any
) -> None:
    load_pages(pages)
    words = text("SELECT count(*) FROM text WHERE body IN ('très\nbien', 'bien')")
    with database.engine.connect() as connection:
        remove(connection, Chosen(paths=("a.html",)))
        assert 5 == len(stored(database))
        remove(connection, Chosen(paths=("b.html",)))
        assert 4 == len(stored(database))
        remove(connection, Chosen(paths=("e.html",)))
        assert (3, 1) == (len(stored(database)), connection.execute(words).scalar_one())
        connection.rollback()
        remove(connection, Chosen(paths=("*.html",)))
        assert ([], 0) == (stored(database), connection.execute(words).scalar_one())


def test_a_rating_leads_to_each_page_that_shows_it(database: Database, pages: list[Any], load_pages: Any) -> None:
    load_pages(pages)
    with database.engine.connect() as connection:
        for row in connection.execute(SHOWN).mappings().all():
            chain = chain_of(connection, str(row["review_observation_id"]))

            assert (LISTED, row["capture_id"]) == (chain.table, chain.capture["capture_id"])
            assert (row["parse_run_id"], row["position"]) == (chain.row["parse_run_id"], chain.row["position"])


def test_a_batch_has_each_list_once(pages: list[Any]) -> None:
    batch = batch_of(pages, "1.0")

    assert [5, 15] == [len(batch.lists), sum(rows.count(b"\n") for rows in batch.lists.values())]
    assert {len(LIST_KEY) + len(COLUMNS[LISTED])} == {
        row.count(b"\t") + 1 for rows in batch.lists.values() for row in rows.splitlines()
    }
