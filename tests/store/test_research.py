from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cryptodrug_scraper.page.records import Category, ExchangeRate, FeedbackWindow, Issue, Place, Review, Vendor
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cryptodrug_scraper.store.database import Database

GRAINS = {
    "listing_snapshot": "market, listing_id, capture_id",
    "listing_origin": "market, listing_id, capture_id, code",
    "listing_destination": "market, listing_id, capture_id, code",
    "vendor_snapshot": "market, vendor, capture_id",
    "vendor_trade": "market, vendor, capture_id",
    "vendor_counter": "market, vendor, capture_id, counter, window_or_band",
    "review": "capture_id, position",
    "exchange_rate": "market, capture_id, base, quote",
    "category_count": "market, capture_id, category_id",
    "capture_quality": "market, day, kind",
    "snapshot_month": "market, month",
    "market_event": "market, event",
    "market_life": "market",
    "listings_as_of('2019-03-31')": "market, listing_id",
    "listings_between('2019-02-01', '2019-03-31')": "market, listing_id",
    "vendors_as_of('2019-03-31')": "market, vendor",
    "vendors_between('2019-02-01', '2019-03-31')": "market, vendor",
    "origin_vendor('BE')": "market, month, vendor",
}

NETHERLANDS = Place("Netherlands", "country", ["NL"], [])


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2019, month, day, hour, tzinfo=UTC)


def query(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


@pytest.fixture
def history(make_page: Any, make_listing: Any, load_pages: Any) -> None:
    """One listing: its page in January and February, cards in March; another with cards only."""
    load_pages(
        [
            make_page(make_listing("1", title="1g first"), at=at(1, 10), name="a"),
            make_page(make_listing("1", title="2g second"), at=at(2, 10), name="b"),
            make_page(make_listing("1", "card", title="3g third"), at=at(3, 10), name="c", kind="category_list"),
            make_page(make_listing("2", "card", title="4g"), at=at(2, 11), name="d", kind="category_list"),
            make_page(make_listing("2", "card", title="5g"), at=date(2019, 3, 11), name="e", kind="category_list"),
            make_page(make_listing("1", title="9g timeless"), name="f"),
        ]
    )


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("day", "titles"),
    [
        ("2019-01-09", {}),
        ("2019-01-10", {"1": "1g first"}),
        ("2019-02-09", {"1": "1g first"}),
        ("2019-02-10", {"1": "2g second"}),
        ("2019-02-11", {"1": "2g second", "2": "4g"}),
        ("2019-03-10", {"1": "2g second", "2": "4g"}),
        ("2019-03-11", {"1": "2g second", "2": "5g"}),
        ("2019-04-30", {"1": "2g second", "2": "5g"}),
        ("2019-05-01", {}),
        ("2030-01-01", {}),
    ],
)
def test_as_of_a_day_is_the_newest_page_or_else_the_newest_card(
    database: Database, day: str, titles: dict[str, str]
) -> None:
    rows = query(database, f"SELECT listing_id, title FROM research.listings_as_of('{day}')")

    assert titles == dict(rows)


@pytest.mark.usefixtures("history")
def test_as_of_a_day_tells_when_a_listing_was_last_seen_in_any_way(database: Database) -> None:
    (row,) = query(
        database,
        "SELECT captured_at, first_seen_at, last_seen_at, capture_count FROM research.listings_as_of('2019-03-31') "
        "WHERE listing_id = '1'",
    )

    assert (at(2, 10), at(1, 10), at(3, 10), 3) == row


@pytest.mark.usefixtures("history")
def test_each_row_as_of_a_day_says_how_old_the_page_is_that_it_rests_on(database: Database) -> None:
    rows = query(database, "SELECT listing_id, age_days FROM research.listings_as_of('2019-03-31') ORDER BY 1")

    assert [("1", 49), ("2", 20)] == rows  # the page of 10 February, though a card of 10 March shows it too


@pytest.mark.parametrize(
    ("market", "first", "last"),
    [
        ("dream", "2013-01-01", "2019-04-30"),
        ("wallstreet", "2016-01-01", "2019-05-10"),
        ("empire", "2018-01-01", "2020-08-31"),
    ],
)
def test_a_market_has_nothing_before_its_first_possible_day_and_after_its_last(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, market: str, first: str, last: str
) -> None:
    vendor = Vendor(vendor="grower", seen_on="listing")
    load_pages([make_page(make_listing("1"), vendor, at=datetime(2012, 6, 1, tzinfo=UTC), market=market)])

    for name in ("listings", "vendors"):
        days = "generate_series('2012-06-01'::date, '2021-01-01'::date, '1 day') AS day"
        found = query(
            database,
            f"SELECT min(day)::date::text, max(day)::date::text, min(age_days), max(age_days) - min(age_days) "
            f"FROM {days}, research.{name}_as_of(day::date)",
        )
        span = (date.fromisoformat(last) - date.fromisoformat(first)).days
        assert [(first, last, (date.fromisoformat(first) - date(2012, 6, 1)).days, span)] == found


def test_a_market_of_no_known_days_is_asked_about_without_end(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    load_pages([make_page(make_listing("1"), at=at(1, 1))])
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM market_event WHERE event IN ('opened', 'closed')"))

    rows = query(database, "SELECT age_days FROM research.listings_as_of('2029-01-01')")
    forever = query(database, "SELECT age_days FROM research.listings_as_of('infinity')")

    assert ([(3653,)], [(None,)]) == (rows, forever)


@pytest.mark.usefixtures("history")
def test_a_stretch_of_days_holds_both_its_ends_and_nothing_else(database: Database) -> None:
    rows = query(
        database,
        "SELECT listing_id, title, capture_count FROM research.listings_between('2019-02-11', '2019-03-10') ORDER BY 1",
    )

    assert [("1", "3g third", 1), ("2", "4g", 1)] == rows


def test_the_end_of_a_day_is_its_last_instant_in_utc(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    last = datetime(2019, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)
    load_pages([make_page(make_listing("1"), at=last), make_page(make_listing("2"), at=at(3, 2, 0), name="b")])

    with database.engine.connect() as connection:
        connection.execute(text("SET timezone = 'Pacific/Auckland'"))
        rows = connection.execute(text("SELECT listing_id FROM research.listings_as_of('2019-03-01')")).scalars().all()

    assert ["1"] == rows


def test_vendors_as_of_a_day_are_their_own_page_before_a_listing_before_a_card(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    def vendor(name: str, seen_on: Any, level: int) -> Vendor:
        return Vendor(vendor=name, seen_on=seen_on, level=level)

    load_pages(
        [
            make_page(vendor("a", "page", 1), at=at(1, 1), name="a"),
            make_page(vendor("a", "listing", 2), vendor("b", "listing", 2), at=at(1, 2), name="b"),
            make_page(vendor("a", "card", 3), vendor("b", "card", 3), vendor("c", "card", 3), at=at(1, 3), name="c"),
            make_page(vendor("c", "card", 4), at=at(1, 4), name="d", market="empire"),
        ]
    )

    rows = query(database, "SELECT market, vendor, level FROM research.vendors_as_of('2019-01-31') ORDER BY 1, 2")

    assert [("dream", "a", 1), ("dream", "b", 2), ("dream", "c", 3), ("empire", "c", 4)] == rows


def test_no_view_or_function_has_two_rows_of_its_grain(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, some_pages: Any
) -> None:
    review = Review(vendor="grower", position=1, comment="same")
    counts = [FeedbackWindow("1m", 1, 2, 3)]
    busy = make_page(
        *(make_listing("1", seen_on, ships_from=NETHERLANDS, ships_to=NETHERLANDS) for seen_on in ("card", "page") * 2),
        *(Vendor(vendor="grower", seen_on="card", payment=["escrow"], feedback=counts) for _ in range(3)),
        *(ExchangeRate(base="BTC", quote="USD", rate=Decimal(number + 1)) for number in range(2)),
        *(Category(category_id="104", category_path=["Drugs"], listing_count=number) for number in range(2)),
        *(Review(vendor="grower", position=number, comment="same") for number in (2, 3)),
        review,
        at=at(3, 1),
        name="busy",
    )
    load_pages([*some_pages, busy], "1.0+a")
    load_pages([*some_pages, busy], "1.1+b")

    for source, grain in GRAINS.items():
        repeated = f"SELECT {grain} FROM research.{source} GROUP BY {grain} HAVING count(*) > 1"
        assert [] == query(database, repeated), source
        assert query(database, f"SELECT FROM research.{source} LIMIT 1"), source


def test_joins_on_what_views_share_multiply_nothing(database: Database, some_pages: Any, load_pages: Any) -> None:
    load_pages(some_pages)
    (before,) = query(database, "SELECT count(*) FROM research.listing_snapshot")

    (after,) = query(
        database,
        "SELECT count(*) FROM research.listing_snapshot "
        "JOIN research.vendor_snapshot USING (market, vendor, capture_id)",
    )

    assert before == after


def test_vendors_of_a_country_are_counted_by_month_with_all_their_origins(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, belgium: Place
) -> None:
    both = Place("NL/BE", "multi", ["BE", "NL"], [])
    load_pages(
        [
            make_page(make_listing("1", vendor="b", ships_from=belgium), at=at(2, 1), name="a"),
            make_page(make_listing("1", vendor="b", ships_from=belgium), at=at(2, 2), name="b"),
            make_page(make_listing("2", vendor="b", ships_from=NETHERLANDS), at=at(2, 3), name="c"),
            make_page(make_listing("3", vendor="c", ships_from=both), at=at(3, 1), name="d"),
            make_page(make_listing("4", vendor="d", ships_from=NETHERLANDS), at=at(3, 1), name="e"),
            make_page(make_listing("5", vendor="e", ships_from=Place("not BE", "unknown", [], ["BE"])), at=at(3, 1)),
        ]
    )

    rows = query(database, "SELECT * FROM research.origin_vendor('BE') ORDER BY month, vendor")

    assert [
        ("dream", date(2019, 2, 1), "b", 1, 2, ["BE", "NL"]),
        ("dream", date(2019, 3, 1), "c", 1, 1, ["BE", "NL"]),
    ] == rows
    assert len(query(database, "SELECT * FROM research.origin_vendor('BE', '2019-03-01', '2019-03-31')")) == 1
    assert len(query(database, "SELECT * FROM research.origin_vendor('NL', '2019-01-01', '2019-12-31')")) == 3


def test_a_destination_in_the_view_is_what_decides(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    listing = make_listing("1", title="5g hash, no US", ships_to=Place("World, US", "multi", ["US", "WORLD"], []))
    load_pages([make_page(listing, at=at(3, 1))])

    rows = query(database, "SELECT code, relation, source, span FROM research.listing_destination ORDER BY code")

    assert [("US", "exclude", "text", "no US"), ("WORLD", "include", "field", None)] == rows


def test_the_quality_of_captures_is_counted_by_day_and_kind(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    cut = make_page(at=at(3, 1), name="cut")
    cut[1].complete = False
    cut[1].issues += [Issue("truncated", "warning", "cut"), Issue("x", "error", "y"), Issue("z", "info", "w")]
    pages = [
        cut,
        make_page(at=at(3, 1), name="whole"),
        make_page(at=date(2019, 3, 1), name="wall", kind="captcha"),
        make_page(name="timeless", market=None, kind="foreign"),
    ]
    load_pages(pages)

    rows = query(
        database,
        "SELECT market, day, kind, page_count, wall_count, incomplete_count, page_with_issue_count, warning_count, "
        "error_count FROM research.capture_quality ORDER BY kind",
    )

    assert [
        ("dream", date(2019, 3, 1), "captcha", 1, 1, 0, 0, 0, 0),
        (None, None, "foreign", 1, 1, 0, 0, 0, 0),
        ("dream", date(2019, 3, 1), "listing", 2, 0, 1, 1, 1, 1),
    ] == rows


def test_months_without_listings_have_rows_if_they_have_captures(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    load_pages(
        [
            make_page(make_listing("1"), Vendor(vendor="grower", seen_on="listing"), at=at(1, 31), name="a"),
            make_page(at=at(3, 1), kind="captcha", name="b"),
        ]
    )

    assert [("dream", date(2019, 1, 1), 1, 1, 1), ("dream", date(2019, 3, 1), 0, 0, 1)] == query(
        database, "SELECT * FROM research.snapshot_month ORDER BY month"
    )


def as_reader(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        connection.execute(text("SET ROLE cryptodrug_reader"))
        rows = [tuple(row) for row in connection.execute(text(sql))]
        connection.execute(text("RESET ROLE"))
        return rows


@pytest.mark.parametrize("source", GRAINS)
def test_the_reader_sees_every_view_and_function(scratch: Engine, source: str) -> None:
    assert as_reader(scratch, f"SELECT count(*) FROM research.{source}")


@pytest.mark.parametrize(
    "sql",
    [
        *(
            f"SELECT FROM {table}"
            for table in (*LOADED, "market", "superseded_run", "parser_version", "shown_parser", "crawl")
        ),
        "SELECT FROM partitions.capture_unknown",
        "INSERT INTO research.market_event (market) VALUES ('x')",
        "UPDATE research.market_event SET note = ''",
        "DELETE FROM research.market_event",
        "DELETE FROM market_event",
        "CREATE TABLE research.mine (a int)",
        "CREATE TABLE public.mine (a int)",
        "DROP VIEW research.review",
        "TRUNCATE capture",
    ],
)
def test_the_reader_sees_and_changes_nothing_else(scratch: Engine, sql: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        as_reader(scratch, sql)


def test_a_view_that_comes_later_is_the_readers_too(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("CREATE VIEW research.later AS SELECT count(*) AS n FROM capture"))

    assert [(0,)] == as_reader(database.engine, "SELECT n FROM research.later")


def test_a_read_only_database_refuses_every_change(database: Database) -> None:
    from cryptodrug_scraper.store.database import open_database

    with open_database(read_only=True) as opened, opened.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM capture")).scalar_one() == 0
        with pytest.raises(Exception, match="read-only transaction"):
            connection.execute(text("DELETE FROM capture"))
    assert database.revision == opened.revision


@pytest.mark.parametrize(
    ("begins", "ends", "first", "last", "expected"),
    [
        ("2019-03-31 23:59Z", None, "2019-03-01", "2019-03-31", True),
        ("2019-04-01Z", None, "2019-03-01", "2019-03-31", False),
        ("2019-02-28 23:59Z", None, "2019-03-01", "2019-03-31", False),
        ("2019-02-01Z", "2019-03-01Z", "2019-03-01", "2019-03-31", True),
        ("2019-02-01Z", "2019-02-28 23:59Z", "2019-03-01", "2019-03-31", False),
        ("2019-02-01Z", "2019-05-01Z", "2019-03-01", "2019-03-31", True),
        ("2019-02-01Z", None, None, "2019-03-31", True),
        ("2019-05-01Z", None, "2019-03-01", None, True),
        (None, None, "2019-03-01", None, None),
        (None, None, None, None, True),
    ],
)
def test_a_time_and_days_with_a_moment_in_common(
    database: Database, begins: str | None, ends: str | None, first: str | None, last: str | None, expected: bool | None
) -> None:
    values = {"begins": begins, "ends": ends, "first": first, "last": last}
    asked = text("SELECT research.in_window(:begins, :ends, :first, :last)")
    with database.engine.connect() as connection:
        connection.execute(text("SET timezone TO 'Pacific/Auckland'"))
        assert expected is connection.execute(asked, values).scalar_one()
