"""Revision 0121: what more pages state goes into its tables; forward and back, with data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.page.records import (
    Fee,
    FeedbackWindow,
    Money,
    Review,
    StarCounts,
    Stock,
    Variant,
    Vendor,
)
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

VARIANTS = [Variant("5 stk.", Money(Decimal("20.50"), "EUR"), 3), Variant("25 stk.", None)]


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    found = [tuple(row) for row in connection.execute(text(sql))]
    connection.rollback()
    return found


def test_what_pages_state_is_in_its_tables_and_an_earlier_release_loses_nothing_else(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    plain = make_page(make_listing("1"), at=date(2019, 4, 2), name="plain")
    load_pages([plain], "1.0")
    with database.engine.connect() as connection:
        before = digest(connection)
    listing = make_listing("2", stock=Stock(available=True), packaging="vakuum, i brev", variants=VARIANTS)
    stars = [StarCounts("all", [0, 1, 2, 3, 40])]
    vendor = Vendor(
        vendor="hasjvennen", seen_on="page", subscribers=12, star_counts=stars,
        feedback=[FeedbackWindow("all", 90, None, 1), FeedbackWindow("12m", 30, 2, 1)],
    )  # fmt: skip
    review = Review(vendor="hasjvennen", position=1, delivery_days=Decimal("3.5"), buyer_level=4)
    fees = [
        Fee(what="Udbetaling", coin="BTC", amount=Money(Decimal("0.0005"), "BTC")),
        Fee(what="Salg", share=Decimal(4)),
    ]
    told = make_page(listing, vendor, review, *fees, at=date(2019, 3, 1), name="told")
    load_pages([told], "1.0")
    with database.engine.connect() as connection:
        assert [(True, None, "vakuum, i brev")] == rows(
            connection,
            "SELECT stock_is_available, stock_count, packaging FROM listing_observation WHERE listing_id = '2'",
        )
        assert [("5 stk.", Decimal("20.50"), "EUR", 3), ("25 stk.", None, None, None)] == rows(
            connection, "SELECT name, price_amount, price_currency, stock_count FROM listing_variant ORDER BY ordinal"
        )
        assert [(12,)] == rows(
            connection, "SELECT subscriber_count FROM vendor_observation WHERE vendor = 'hasjvennen'"
        )
        assert [(None, 90), ("12m", 30)] == rows(
            connection,
            "SELECT window_or_band, value FROM vendor_counter WHERE counter = 'feedback_positive' ORDER BY ordinal",
        )
        assert [(None, 40)] == rows(
            connection, "SELECT window_or_band, value FROM vendor_counter WHERE counter = 'stars_5'"
        )
        assert [(Decimal("3.5"), 4)] == rows(connection, "SELECT delivery_days, buyer_level FROM review_observation")
        assert [("Udbetaling", "BTC", Decimal("0.0005"), None), ("Salg", None, None, Decimal(4))] == rows(
            connection, "SELECT what, coin, amount, share_pct FROM fee ORDER BY ordinal"
        )
        assert before != digest(connection)
        downgrade(connection, "0120")
        upgrade(connection)
        assert [(None, None)] == rows(connection, "SELECT delivery_days, buyer_level FROM review_observation")
        assert [] == rows(connection, "SELECT * FROM fee")
        assert [("2",)] == rows(
            connection, "SELECT listing_id FROM listing_observation WHERE packaging IS NULL AND listing_id = '2'"
        )
