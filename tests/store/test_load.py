from __future__ import annotations

import pickle
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import StoreError
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
from cryptodrug_scraper.store.batch import batch_of
from cryptodrug_scraper.store.load import load
from cryptodrug_scraper.store.tables import COLUMNS, LOADED

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)

LOADER = """
import pickle, sys
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.load import load
batches = pickle.load(sys.stdin.buffer)
with open_database() as database, database.engine.connect() as connection:
    print("ready", flush=True)
    print(load(connection, batches)["parse_run"])
"""


def query(database: Database, sql: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(sql)).mappings()]


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, in an order of its own."""
    found = {}
    with database.engine.connect() as connection:
        for table in LOADED:
            columns = ", ".join(COLUMNS[table])
            rows = connection.execute(text(f"SELECT {columns} FROM {table}"))
            found[table] = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in rows)
        found["superseded_run"] = sorted(map(repr, connection.execute(text("SELECT * FROM superseded_run"))))
    return found


def empty(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(LOADED)}, superseded_run, parser_version"))


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
        "market": "dream",
        "captured_at": NOON,
        "time_precision": "second",
        "parser_version": "1.0+test.1",
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
        "drug_class": "cannabis",
        "substance": None,
        "quantity_grams": Decimal(5),
        "quantity_units": None,
        "quantity_unit": None,
    }
    assert expected == {name: row[name] for name in expected}
    (snapshot,) = query(database, "SELECT description, terms, refund_policy FROM research.listing_snapshot")
    assert ("line\nline", "terms", "none") == tuple(snapshot.values())
    prices = query(database, "SELECT ordinal, amount, currency FROM listing_price ORDER BY ordinal")
    assert [(0, Decimal("65.80"), "USD"), (1, Decimal("0.0123"), "BTC")] == [tuple(price.values()) for price in prices]
    (tier,) = query(database, "SELECT min_quantity, max_quantity, unit, price_amount, price_currency FROM price_tier")
    assert (Decimal(10), None, "g", Decimal("6.5"), "USD") == tuple(tier.values())
    (option,) = query(database, "SELECT label, days, price_amount, price_currency, per FROM shipping_option")
    assert ("Post", Decimal("2.5"), Decimal(5), "USD", "order") == tuple(option.values())
    places = query(database, "SELECT role, relation, code, source, span FROM listing_place ORDER BY ordinal")
    assert [
        ("origin", "include", "BE", "field", None),
        ("origin", "include", "NL", "field", None),
        ("destination", "include", "WORLD", "field", None),
        ("destination", "exclude", "AU", "field", None),
        ("destination", "exclude", "US", "text", "no US"),
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


def test_loading_the_same_twice_changes_nothing(database: Database, some_pages: Any, load_pages: Any) -> None:
    first = load_pages(some_pages)
    before = contents(database)
    second = load_pages(some_pages)

    assert first["listing_observation"] == 60
    assert set(second.values()) == {0}
    assert before == contents(database)


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_size_of_batches_gives_the_same_rows(
    database: Database, some_pages: Any, load_pages: Any, seed: int
) -> None:
    load_pages(some_pages)
    before = contents(database)
    empty(database)
    chance = random.Random(seed)
    shuffled = some_pages * 2
    chance.shuffle(shuffled)

    load_pages(shuffled, size=chance.randint(1, 9))

    assert before == contents(database)


def test_two_processes_load_the_same_pages_at_once(database: Database, some_pages: Any, load_pages: Any) -> None:
    load_pages(some_pages)
    before = contents(database)
    empty(database)
    orders = [some_pages, some_pages[::-1], some_pages[1::2] + some_pages[::2]]
    batches = [
        [batch_of(order[start : start + 3], "1.0+test.1") for start in range(0, len(order), 3)] for order in orders
    ]
    loaders = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", LOADER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in orders
    ]
    new = 0
    for loader, given in zip(loaders, batches, strict=True):
        assert loader.stdin is not None
        loader.stdin.write(pickle.dumps(given))
        loader.stdin.close()
    for loader in loaders:
        assert loader.stdout is not None
        new += int(loader.stdout.read().split()[-1])
        loader.stdout.close()
        assert loader.wait() == 0

    assert len(some_pages) == new
    assert before == contents(database)


def test_one_page_in_two_archives_is_one_capture_with_two_origins(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    capture, page = make_page(make_listing("1"), at=NOON)
    other = replace(capture, origin=Origin("warc", "a.warc", 7), http_status=None, content_type=None)

    new = load_pages([(capture, page), (other, page)])

    assert (1, 2, 1) == (new["capture"], new["capture_origin"], new["listing_observation"])
    assert [None, 7] == [
        row["byte_offset"] for row in query(database, "SELECT * FROM capture_origin ORDER BY byte_offset NULLS FIRST")
    ]


def test_a_partly_known_batch_adds_what_is_new(some_pages: Any, load_pages: Any) -> None:
    load_pages(some_pages[:10])

    new = load_pages(some_pages)

    assert (20, 40) == (new["parse_run"], new["listing_observation"])


def test_pages_of_unknown_time_are_loaded_once_too(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    pages = [make_page(make_listing("1", description="d"), name="timeless")]
    load_pages(pages)
    load_pages(pages)

    (row,) = query(database, "SELECT captured_at, time_precision FROM listing_observation")
    assert (None, "unknown") == tuple(row.values())
    (capture,) = query(database, "SELECT captured_at, time_precision, time_basis FROM capture")
    assert (None, "unknown", "none") == tuple(capture.values())


def test_a_clock_narrows_the_capture_and_all_its_rows(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    clock = datetime(2019, 2, 28, 23, 30, tzinfo=UTC)
    load_pages([make_page(make_listing("1"), Site(server_time=clock), at=date(2019, 3, 1))])

    (capture,) = query(database, "SELECT captured_at, captured_from, time_precision, time_basis FROM capture")
    assert (clock, datetime(2019, 3, 1, tzinfo=UTC), "second", "page_clock") == tuple(capture.values())
    (row,) = query(database, "SELECT tableoid::regclass::text AS part, captured_at FROM listing_observation")
    assert ("partitions.listing_observation_2019_02", clock) == tuple(row.values())


def test_a_clock_that_disagrees_is_an_issue(database: Database, make_page: Any, load_pages: Any) -> None:
    load_pages([make_page(Site(server_time=NOON + timedelta(days=40)), at=date(2019, 3, 1))])

    (issue,) = query(database, "SELECT code FROM parse_issue")
    assert issue["code"] == "clock_disagrees"


def test_hostile_text_arrives_harmless(database: Database, make_page: Any, make_listing: Any, load_pages: Any) -> None:
    title = "a\0b\t\\.\n\\N '; DROP TABLE capture; -- \ud83d"
    load_pages([make_page(make_listing("1\0", title=title, vendor="\\N", tags=["{}", '"', "\\", ""]), at=NOON)])

    (row,) = query(database, "SELECT listing_id, title, vendor, tags FROM listing_observation")
    cleaned = "a\ufffdb\t\\.\n\\N '; DROP TABLE capture; -- \ufffd"
    assert ("1\ufffd", cleaned, "\\N", ["{}", '"', "\\", ""]) == tuple(row.values())


@pytest.mark.parametrize("first", ["1.9.0+a", "1.10.0+a"])
def test_the_newest_release_counts_whichever_is_loaded_first(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, first: str
) -> None:
    second = {"1.9.0+a": "1.10.0+a", "1.10.0+a": "1.9.0+a"}[first]
    page = make_page(make_listing("1"), at=NOON)
    other = make_page(make_listing("2"), at=NOON, name="other")
    load_pages([page], first)
    load_pages([page], second)
    load_pages([other], "1.9.0+a")

    rows = query(database, "SELECT listing_id, parser_version FROM research.listing_snapshot ORDER BY listing_id")

    assert [("1", "1.10.0+a"), ("2", "1.9.0+a")] == [tuple(row.values()) for row in rows]
    assert len(query(database, "SELECT * FROM listing_observation")) == 3


def test_among_equal_releases_the_code_that_came_last_counts(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    page = make_page(make_listing("1"), at=NOON)
    load_pages([page], "1.0+dream.ffff")
    load_pages([page], "1.0+dream.aaaa")
    load_pages([page], "1.0+dream.ffff")

    (row,) = query(database, "SELECT parser_version FROM research.listing_snapshot")

    assert row["parser_version"] == "1.0+dream.aaaa"


def test_a_reading_that_narrows_the_time_differently_stays_one_row_in_the_views(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    capture, page = make_page(make_listing("1"), at=date(2019, 3, 1))
    better = replace(page, records=[*page.records, Site(server_time=datetime(2019, 2, 28, 22, tzinfo=UTC))])
    load_pages([(capture, page)], "1.0")
    load_pages([(capture, better)], "1.1")

    assert len(query(database, "SELECT * FROM research.listing_snapshot")) == 1
    months = query(database, "SELECT month, capture_count FROM research.snapshot_month")
    assert [(date(2019, 2, 1), 1)] == [tuple(month.values()) for month in months]
    joined = query(
        database,
        "SELECT FROM parse_run r JOIN capture c ON c.capture_id = r.capture_id "
        "AND c.captured_at IS NOT DISTINCT FROM r.captured_at",
    )
    assert len(joined) == 2


def test_a_batch_that_the_database_refuses_is_not_in_it_at_all(
    database: Database, make_page: Any, make_listing: Any
) -> None:
    batch = batch_of([make_page(make_listing("1"), at=NOON)], "1.0")
    broken = replace(batch, tables=batch.tables | {"listing_observation": b"nonsense\n"})

    with database.engine.connect() as connection, pytest.raises(StoreError, match="run the same command again"):
        load(connection, [broken])

    assert [] == query(database, "SELECT * FROM parse_run")
    with database.engine.connect() as connection:
        assert load(connection, [batch])["listing_observation"] == 1


def test_batches_of_nothing_are_nothing(database: Database) -> None:
    with database.engine.connect() as connection:
        assert set(load(connection, [batch_of([], "1.0")]).values()) == {0}


def test_a_batch_can_be_sent_to_another_process(some_pages: Any, tmp_path: Path) -> None:
    batch = batch_of(some_pages, "1.0")
    (tmp_path / "batch").write_bytes(pickle.dumps(batch))

    assert batch == pickle.loads((tmp_path / "batch").read_bytes())  # our own
    assert {date(2019, month, 1) for month in (1, 2, 3)} == batch.months
