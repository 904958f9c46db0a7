from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.page.records import (
    Category,
    Counter,
    ExchangeRate,
    ExternalRating,
    FeedbackWindow,
    Interval,
    Issue,
    Listing,
    Money,
    OrderLimits,
    PageTotal,
    Place,
    PriceTier,
    Rating,
    Review,
    ShippingOption,
    Site,
    StarCounts,
    StarRatings,
    Stock,
    TrustVotes,
    Vendor,
)

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)


def query(database: Database, sql: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(sql)).mappings()]


def test_every_field_of_a_listing_arrives_in_its_column(database: Database, make_page: Any, load_pages: Any) -> None:
    listing = Listing(
        listing_id="80011.500060",
        title="5g hash no US \t \\N",
        title_cut=True,
        seen_on="page",
        vendor="gröwer",
        category_id="104",
        category_path=["Drugs", 'Hash "best"'],
        price=Money(Decimal("65.80"), "USD"),
        price_unit="Piece",
        prices=[Money(Decimal("65.80"), "USD"), Money(Decimal("0.0123"), "BTC")],
        price_tiers=[PriceTier(Decimal(10), None, Money(Decimal("6.5"), "USD"), unit="g")],
        order_limits=OrderLimits(Decimal(1), Decimal(20)),
        shipping_options=[ShippingOption("Post", Money(Decimal(5), "USD"), days=Decimal("2.5"), per="order")],
        ships_from=Place("NL/BE", "multi", ["BE", "NL"], []),
        ships_to=Place("World not AU", "world", ["WORLD"], ["AU"]),
        excluded_in_field=["AU"],
        payment=["escrow", "multisig"],
        accepted_coins=["BTC"],
        product_class="physical",
        stock=Stock(value=7),
        sold=Counter(1067, exact=False, since=date(2019, 1, 2)),
        views=12,
        on_vacation=False,
        promoted=True,
        description="line\nline",
        terms="terms",
        refund_policy="none",
        tags=["a", "b"],
    )

    load_pages([make_page(listing, at=NOON)])

    (row,) = query(database, "SELECT * FROM listing_observation")
    expected = {
        "captured_at": NOON,
        "price_ordinal": 0,
        "ordinal": 0,
        "is_repeat": False,
        "listing_id": "80011.500060",
        "title": "5g hash no US \t \\N",
        "is_title_cut": True,
        "seen_on": "page",
        "vendor": "gröwer",
        "category_id": "104",
        "category_path": ["Drugs", 'Hash "best"'],
        "price_amount": Decimal("65.80"),
        "price_currency": "USD",
        "price_unit": "Piece",
        "order_min": Decimal(1),
        "order_max": Decimal(20),
        "ships_from_raw": "NL/BE",
        "ships_from_kind": "multi",
        "origin_codes": ["BE", "NL"],
        "origin_excluded": [],
        "ships_to_raw": "World not AU",
        "ships_to_kind": "world",
        "destination_codes": ["WORLD"],
        "destination_excluded": ["AU", "US"],
        "payment": ["escrow", "multisig"],
        "accepted_coins": ["BTC"],
        "product_class": "physical",
        "stock_count": 7,
        "stock_is_unlimited": None,
        "sold_count": 1067,
        "sold_since": date(2019, 1, 2),
        "sold_is_exact": False,
        "view_count": 12,
        "is_on_vacation": False,
        "is_promoted": True,
        "tags": ["a", "b"],
        "empty_fields": [],
        "drug_class": "Cannabis",
        "drug_class_source": "title",
        "substance": None,
        "quantity_grams": Decimal(5),
        "quantity_units": None,
        "quantity_unit": None,
    }
    assert expected == {name: row[name] for name in expected}
    (snapshot,) = query(
        database,
        "SELECT description, terms, refund_policy, market, time_precision, parser_version "
        "FROM research.listing_snapshot",
    )
    assert ("line\nline", "terms", "none", "dream", "second", "1.0+test.1") == tuple(snapshot.values())
    prices = query(database, "SELECT ordinal, amount, currency FROM listing_price ORDER BY ordinal")
    assert [(1, Decimal("0.0123"), "BTC")] == [tuple(price.values()) for price in prices]
    (tier,) = query(database, "SELECT min_quantity, max_quantity, unit, price_amount, price_currency FROM price_tier")
    assert (Decimal(10), None, "g", Decimal("6.5"), "USD") == tuple(tier.values())
    (option,) = query(database, "SELECT label, days, price_amount, price_currency, per FROM shipping_option")
    assert ("Post", Decimal("2.5"), Decimal(5), "USD", "order") == tuple(option.values())
    origins = query(database, "SELECT code, kind, raw FROM research.listing_origin ORDER BY code")
    assert [("BE", "multi", "NL/BE"), ("NL", "multi", "NL/BE")] == [tuple(place.values()) for place in origins]
    places = query(
        database, "SELECT relation, code, kind, raw, source, span FROM research.listing_destination ORDER BY code"
    )
    assert [
        ("exclude", "AU", "world", "World not AU", "field", None),
        ("exclude", "US", None, None, "text", "no US"),
        ("include", "WORLD", "world", "World not AU", "field", None),
    ] == [tuple(place.values()) for place in places]


def test_every_field_of_an_account_arrives_in_its_column(database: Database, make_page: Any, load_pages: Any) -> None:
    vendor = Vendor(
        vendor="grower",
        seen_on="page",
        sales=Counter(5800, exact=False),
        rating=Rating(Decimal("4.87"), 5, 1200),
        feedback=[FeedbackWindow("1m", 10, None, 1)],
        positive_share=Decimal("98.5"),
        star_counts=[StarCounts("newer_1m", [0, 1, 2, 3, 233])],
        star_ratings=StarRatings(5, 4, None),
        level=3,
        trust_level=4,
        experience=500,
        trusted=True,
        trust_votes=TrustVotes(7, 2),
        finalize_early=True,
        member_since=date(2017, 5, 1),
        last_active=date(2019, 2, 28),
        banned=False,
        on_vacation=True,
        external_ratings=[ExternalRating("Hansa", sales=Counter(90), mean=Decimal("4.9"), scale=5, positive=80)],
        profile="hello",
        terms="terms",
        pgp_key="key",
        pgp_fingerprint="ABCD",
        disputes=1,
        orders=6000,
    )

    load_pages([make_page(vendor, at=NOON, kind="vendor_profile")])

    (row,) = query(database, "SELECT * FROM vendor_observation")
    expected = {
        "vendor": "grower",
        "seen_on": "page",
        "sales_count": 5800,
        "sales_since": None,
        "sales_is_exact": False,
        "rating_mean": Decimal("4.87"),
        "rating_scale": 5,
        "rating_count": 1200,
        "positive_share_pct": Decimal("98.5"),
        "level": 3,
        "trust_level": 4,
        "experience": 500,
        "is_trusted": True,
        "may_finalize_early": True,
        "member_since": date(2017, 5, 1),
        "last_active_on": date(2019, 2, 28),
        "is_banned": False,
        "is_on_vacation": True,
        "pgp_fingerprint": "ABCD",
        "dispute_count": 1,
        "order_count": 6000,
        "empty_fields": [],
    }
    assert expected == {name: row[name] for name in expected}
    (snapshot,) = query(database, "SELECT profile, terms, pgp_key FROM research.vendor_snapshot")
    assert ("hello", "terms", "key") == tuple(snapshot.values())
    counters = query(database, "SELECT counter, window_or_band, value FROM vendor_counter ORDER BY ordinal")
    assert [
        ("feedback_positive", "1m", 10),
        ("feedback_neutral", "1m", None),
        ("feedback_negative", "1m", 1),
        ("stars_1", "newer_1m", 0),
        ("stars_2", "newer_1m", 1),
        ("stars_3", "newer_1m", 2),
        ("stars_4", "newer_1m", 3),
        ("stars_5", "newer_1m", 233),
        ("trust_votes_for", None, 7),
        ("trust_votes_against", None, 2),
        ("rating_stealth", None, 5),
        ("rating_quality", None, 4),
        ("rating_value", None, None),
    ] == [tuple(counter.values()) for counter in counters]
    (other,) = query(database, "SELECT * FROM external_rating")
    assert ("Hansa", 90, Decimal("4.9"), 5, 80, None) == (
        *(other["external_market"], other["sales_count"], other["rating_mean"], other["rating_scale"]),
        *(other["positive_count"], other["negative_count"]),
    )


def test_every_field_of_the_other_records_arrives(database: Database, make_page: Any, load_pages: Any) -> None:
    review = Review(
        vendor="grower",
        position=3,
        listing_id="77",
        listing_title="hash",
        stars=Decimal("4.5"),
        sign="positive",
        comment="great",
        is_default_comment=False,
        buyer_mask="a***z",
        amount=Money(Decimal("0.0012"), "BTC"),
        amount_step=Money(Decimal("0.0001"), "BTC"),
        age_raw="5d",
        occurred=Interval(NOON - timedelta(days=6), NOON - timedelta(days=5)),
        reply="thanks",
    )
    capture, page = make_page(
        review,
        PageTotal(kind="review", total=900, pages=3, page=1, hidden=600),
        Category(category_id="104", category_path=["Drugs"], listing_count=68179),
        ExchangeRate(base="BTC", quote="USD", rate=Decimal("3811.5")),
        Site(server_time=NOON, display_currency="USD", logged_in=True),
        at=NOON,
    )
    page.issues.append(Issue("truncated", "warning", "the page ends"))

    load_pages([(capture, page)])

    (row,) = query(database, "SELECT * FROM research.review")
    expected = {
        "vendor": "grower",
        "position": 3,
        "listing_id": "77",
        "listing_title": "hash",
        "stars": Decimal("4.5"),
        "sign": "positive",
        "comment": "great",
        "is_default_comment": False,
        "buyer_mask": "a***z",
        "amount": Decimal("0.0012"),
        "amount_currency": "BTC",
        "amount_step": Decimal("0.0001"),
        "amount_step_currency": "BTC",
        "age_raw": "5d",
        "reply": "thanks",
        "occurred_from": NOON - timedelta(days=6),
        "occurred_to": NOON - timedelta(days=5),
    }
    assert expected == {name: row[name] for name in expected}
    (extent,) = query(
        database, "SELECT listed_kind, total_count, page_count, page_number, hidden_count FROM page_total"
    )
    assert ("review", 900, 3, 1, 600) == tuple(extent.values())
    (category,) = query(database, "SELECT category_id, category_path, listing_count FROM category_count")
    assert ("104", ["Drugs"], 68179) == tuple(category.values())
    (rate,) = query(database, "SELECT base, quote, rate FROM research.exchange_rate")
    assert ("BTC", "USD", Decimal("3811.5")) == tuple(rate.values())
    (site,) = query(database, "SELECT server_time, display_currency, is_logged_in FROM site_observation")
    assert (NOON, "USD", True) == tuple(site.values())
    (issue,) = query(database, "SELECT code, severity, detail FROM parse_issue")
    assert ("truncated", "warning", "the page ends") == tuple(issue.values())
    (run,) = query(database, "SELECT review_count, other_count, warning_count, error_count FROM parse_run")
    assert (1, 4, 1, 0) == tuple(run.values())
    (origin,) = query(database, "SELECT importer, path, url, time_source, http_status FROM capture_origin")
    assert ("folder", "page.html", "http://abc.onion/page", "sidecar", 200) == tuple(origin.values())
