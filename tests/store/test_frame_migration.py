"""Going to menus and tables of rates that are stored once, and back, with pages in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.page.records import Category, ExchangeRate, Site
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.records import Record
    from cryptodrug_scraper.store.database import Database

VERSIONS = ("1.0+test.1", "1.1+test.1")
MENU = [
    Category(category_id="1", category_path=["Drugs"], listing_count=68179),
    Category(category_id="2", category_path=["Drugs", 'Hash "best", (100%)'], listing_count=None),
    Category(category_id="3", category_path=[], listing_count=0),
]
RATES = [
    ExchangeRate(base="BTC", quote="USD", rate=Decimal("3811.50")),
    ExchangeRate(base="BTC", quote="EUR", rate=None),
    ExchangeRate(base="BTC", quote="USD", rate=Decimal("3811.5")),
    ExchangeRate(base="XMR", quote="USD", rate=Decimal("0.00000012")),
]
CATEGORIES = text("SELECT * FROM category_count ORDER BY category_count_id")
OLD_RATES = text("SELECT * FROM exchange_rate ORDER BY exchange_rate_id")
SHOWN = text(
    "SELECT captured_at, capture_id, parse_run_id, market, time_precision, parser_version, base, quote, rate "
    "FROM research.exchange_rate ORDER BY parse_run_id, base, quote"
)
PARTITIONS = text("SELECT relname FROM pg_class WHERE relnamespace = 'partitions'::regnamespace ORDER BY relname")
COMMENTS = text(
    "SELECT relname, attname, atttypid::regtype::text, attnotnull, col_description(r.oid, attnum), "
    "obj_description(r.oid) "
    "FROM pg_attribute JOIN pg_class r ON r.oid = attrelid "
    "WHERE attnum > 0 AND NOT attisdropped AND relname <> 'alembic_version' "
    "AND relnamespace::regnamespace::text IN ('public', 'research') ORDER BY relnamespace::regnamespace, 1, attnum"
)


@pytest.fixture
def pages(make_page: Any) -> list[tuple[Capture, Any]]:
    """Pages of three months, of a day and of unknown time, with menus and rates that differ, or are not shown."""
    said: list[list[Record]] = [
        [Site(logged_in=True), *MENU, *RATES],
        [Site(logged_in=False), *MENU, *RATES],
        [Site(logged_in=True), *MENU[:2], *RATES],
        [Site(logged_in=True), *MENU],
        [Site(logged_in=True), *RATES[:2]],
        [*MENU, *RATES[::-1]],
        [Site(logged_in=True)],
    ]
    when = [datetime(2019, month, 5, 12, tzinfo=UTC) for month in (1, 2, 3)] + [date(2019, 4, 5), None]
    return [make_page(*said[number % 7], at=when[number % 5], name=f"p{number}") for number in range(35)]


def old_rows(pages: list[Any]) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """What the tables had of the pages before the revision, as far as the records say: ids, places, repeats, values."""
    categories: set[tuple[Any, ...]] = set()
    rates: set[tuple[Any, ...]] = set()
    for capture, page in pages:
        for version in VERSIONS:
            run = content_id(capture.capture_id.bytes, version)
            pairs: set[tuple[str, str]] = set()
            for place, record in enumerate(page.records):
                if isinstance(record, Category):
                    said = (record.category_id, tuple(record.category_path), record.listing_count)
                    categories.add((old_id(run, "category", place), run, capture.capture_id, place, *said))
                elif isinstance(record, ExchangeRate):
                    pair = (record.base, record.quote)
                    row = (old_id(run, "exchange_rate", place), run, capture.capture_id, place, version, pair in pairs)
                    rates.add((*row, *pair, None if record.rate is None else f"{record.rate:f}"))
                    pairs.add(pair)
    return categories, rates


def old_id(run: UUID, record: str, place: int) -> UUID:
    return content_id(run.bytes, record, str(place))


def test_going_back_gives_every_page_its_own_rows_and_going_forward_the_same_as_before(
    database: Database, pages: Any, load_pages: Any
) -> None:
    for version in VERSIONS:
        load_pages(pages, version)
    with database.engine.connect() as connection:
        before, shown, comments = (
            digest(connection),
            connection.execute(SHOWN).all(),
            connection.execute(COMMENTS).all(),
        )
        connection.rollback()

        downgrade(connection, "0009")

        categories, rates = connection.execute(CATEGORIES).all(), connection.execute(OLD_RATES).all()
        expected_categories, expected_rates = old_rows(pages)
        assert expected_categories == {
            (
                *(row.category_count_id, row.parse_run_id, row.capture_id, row.ordinal),
                *(row.category_id, tuple(row.category_path), row.listing_count),
            )
            for row in categories
        }
        assert expected_rates == {
            (
                *(row.exchange_rate_id, row.parse_run_id, row.capture_id, row.ordinal, row.parser_version),
                *(row.is_repeat, row.base, row.quote),
                None if row.rate is None else f"{row.rate:f}",
            )
            for row in rates
        }
        assert shown == connection.execute(SHOWN).all()
        connection.rollback()

        upgrade(connection)

        assert shown == connection.execute(SHOWN).all()
        assert comments == connection.execute(COMMENTS).all()
        connection.rollback()
        assert before == digest(connection)
    assert {0} == {new for version in VERSIONS for new in load_pages(pages, version).values()}


def test_the_schema_before_is_the_one_that_was(database: Database, pages: Any, load_pages: Any) -> None:
    load_pages(pages)
    with database.engine.connect() as connection:
        downgrade(connection, "0009")
        months = connection.execute(PARTITIONS).scalars().all()
        first = connection.execute(CATEGORIES).all(), connection.execute(OLD_RATES).all()
        schema = connection.execute(COMMENTS).all()
        connection.rollback()
        upgrade(connection)
        assert [] == [
            name for name in connection.execute(PARTITIONS).scalars() if name.startswith(("category", "exch"))
        ]
        connection.rollback()
        downgrade(connection, "0009")
        assert first == (connection.execute(CATEGORIES).all(), connection.execute(OLD_RATES).all())
        assert schema == connection.execute(COMMENTS).all()
        assert months == connection.execute(PARTITIONS).scalars().all()
        for table in ("category_count", "exchange_rate"):
            own = {name.removeprefix(f"{table}_") for name in months if name.startswith(table) and "key" not in name}
            assert {"2019_01", "2019_02", "2019_03", "2019_04", "unknown"} <= own
        connection.rollback()
        downgrade(connection, "base")
        connection.rollback()
        upgrade(connection, "0009")
        assert schema == connection.execute(COMMENTS).all()


def test_an_empty_database_goes_either_way(database: Database) -> None:
    with database.engine.connect() as connection:
        downgrade(connection, "0009")
        upgrade(connection)

        assert 0 == connection.execute(text("SELECT count(*) FROM category_count")).scalar_one()
