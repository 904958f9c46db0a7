"""Going to rows that say nothing twice, and back, with pages in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.page.records import (
    Counter,
    ExternalRating,
    FeedbackWindow,
    Issue,
    Money,
    PageTotal,
    Place,
    PriceTier,
    Review,
    ShippingOption,
    Site,
    TextExclusion,
    Vendor,
)
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

BTC, USD = Money(Decimal("0.0123"), "BTC"), Money(Decimal("65.80"), "USD")
EVERYWHERE = Place("World, EU, not AU", "multi", ["EU", "WORLD"], ["AU", "US"])
COLUMNS = text(
    "SELECT relname, attname, atttypid::regtype::text, attnotnull, col_description(r.oid, attnum), "
    "obj_description(r.oid) FROM pg_attribute JOIN pg_class r ON r.oid = attrelid "
    "WHERE attnum > 0 AND NOT attisdropped "
    "AND relnamespace::regnamespace::text IN ('public', 'research', 'partitions') "
    "ORDER BY relnamespace::regnamespace::text, relname, attnum"
)
VIEWS = {
    "listing_snapshot": "listing_observation_id",
    "listing_origin": "listing_observation_id",
    "listing_destination": "listing_observation_id",
    "vendor_snapshot": "vendor_observation_id",
    "vendor_counter": "vendor_observation_id",
    "vendor_trade": "vendor_observation_id",
    "review": "review_observation_id",
    "listings_between('2019-01-01', '2019-12-31')": "listing_observation_id",
    "vendors_between('2019-01-01', '2019-12-31')": "vendor_observation_id",
    "belgian_vendor()": "",
    "capture_quality": "",
}
"""The views and functions over the rows, each with the column whose identifiers are new."""
PLACES = text(
    "SELECT ordinal, role, relation, code, kind, source, raw, text_field, span, is_repeat FROM listing_place "
    "WHERE listing_observation_id = :id ORDER BY ordinal"
)


@pytest.fixture
def pages(make_page: Any, make_listing: Any) -> list[Any]:
    """Pages of two months, of a day and of unknown time, with all that a page can state in rows of its own."""
    found = []
    for number, at in enumerate(
        (datetime(2019, 1, 5, 12, tzinfo=UTC), datetime(2019, 2, 5, 12, tzinfo=UTC), date(2019, 2, 6), None)
    ):
        said = {"prices": [BTC, USD], "price_tiers": [PriceTier(Decimal(10), None, USD)]}
        said |= {"shipping_options": [ShippingOption("Post", USD), ShippingOption("DHL", USD, days=Decimal(2))]}
        place = {"ships_from": Place("BE/NL", "multi", ["BE", "NL"], []), "ships_to": EVERYWHERE}
        ruled_out = [TextExclusion("US", "terms", "no US"), TextExclusion("AU", "terms", "nor AU")]
        records = [
            Site(server_time=None, logged_in=True),
            make_listing("1", **said, **place, excluded_in_field=["AU"], excluded_in_text=ruled_out),
            make_listing("1", "card", prices=[USD], ships_from=Place("not BE", "unknown", [], ["BE"])),
            make_listing(None, "card", prices=[BTC], ships_to=Place("the moon", "unknown", [], [])),
            Vendor(
                vendor="grower",
                seen_on="page",
                payment=["escrow"],
                feedback=[FeedbackWindow("1m", 10, None, number)],
                external_ratings=[ExternalRating("Hansa", sales=Counter(90))],
            ),
            Vendor(vendor="grower", seen_on="card", feedback=[FeedbackWindow("6m", 1, 2, 3)]),
            *(Review(vendor="grower", position=place, comment=f"words {place}") for place in (1, 2)),
            PageTotal(kind="review", total=2),
        ]
        capture, page = make_page(*records, at=at, name=f"p{number}")
        page.issues.append(Issue("truncated", "warning", "the page ends"))
        page.repairs["5g hash"] = "5g  hash"
        found.append((capture, page))
    return [*found, make_page(make_listing("9"), at=date(2019, 2, 7), name="foreign", market=None)]


def shown(connection: Connection) -> dict[str, list[Any]]:
    """What the views and functions show, but for identifiers of rows."""
    return {
        view: sorted(repr(sorted((name, value) for name, value in row.items() if name != of_row)) for row in rows)
        for view, of_row in VIEWS.items()
        for rows in [connection.execute(text(f"SELECT * FROM research.{view}")).mappings().all()]
    }


def stored(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table."""
    tables = connection.execute(text("SELECT relname FROM pg_class WHERE relkind = 'p'")).scalars().all()
    return {name: sorted(connection.execute(text(f"SELECT t::text FROM {name} t")).scalars()) for name in tables}


def test_going_back_gives_the_rows_that_there_were_and_going_forward_the_same_as_before(
    database: Database, pages: list[Any], load_pages: Any
) -> None:
    for version in ("1.0+a", "1.1+b"):
        load_pages(pages, version)
    with database.engine.connect() as connection:
        before, views = digest(connection), shown(connection)
        columns = connection.execute(COLUMNS).all()
        assert all(views.values())
        connection.rollback()

        downgrade(connection, "0010")

        assert views == shown(connection)
        run = content_id(pages[0][0].capture_id.bytes, "1.0+a")
        first = content_id(run.bytes, "listing", "1")
        names = {"listing": first, "vendor": content_id(run.bytes, "vendor", "4")}
        for record, name in names.items():
            query = text(f"SELECT ordinal, capture_id FROM {record}_observation WHERE {record}_observation_id = :id")
            found = [tuple(row) for row in connection.execute(query, {"id": name})]
            assert [(1 if record == "listing" else 4, pages[0][0].capture_id)] == found
        assert [
            (0, "origin", "include", "BE", "multi", "field", "BE/NL", None, None, False),
            (1, "origin", "include", "NL", "multi", "field", "BE/NL", None, None, False),
            (2, "destination", "include", "EU", "multi", "field", EVERYWHERE.raw, None, None, False),
            (3, "destination", "include", "WORLD", "multi", "field", EVERYWHERE.raw, None, None, False),
            (4, "destination", "exclude", "AU", "multi", "field", EVERYWHERE.raw, None, None, False),
            (5, "destination", "exclude", "US", None, "text", None, "terms", "no US", False),
            (6, "destination", "exclude", "AU", None, "text", None, "terms", "nor AU", True),
        ] == [tuple(row) for row in connection.execute(PLACES, {"id": first})]
        old, old_columns = stored(connection), connection.execute(COLUMNS).all()
        connection.rollback()

        upgrade(connection)

        assert views == shown(connection)
        assert columns == connection.execute(COLUMNS).all()
        connection.rollback()
        assert before == digest(connection)
        downgrade(connection, "0010")
        assert old == stored(connection)
        connection.rollback()
        downgrade(connection, "base")
        connection.rollback()
        upgrade(connection, "0010")
        fresh = connection.execute(COLUMNS).all()
        assert {row for row in old_columns if "_2019_" not in row.relname} == set(fresh)
        assert [row for row in old_columns if "_2019_" not in row.relname] == fresh
        connection.rollback()
        upgrade(connection)
    assert 5 == load_pages(pages, "1.0+a")["parse_run"]
