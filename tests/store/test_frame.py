"""Menus and tables of rates: what pages show of them is stored once, and each page has it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import UNSET, Category, ExchangeRate
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.tables import COLUMNS

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)


def rate(quote: str, value: str | None) -> ExchangeRate:
    return ExchangeRate(base="BTC", quote=quote, rate=None if value is None else Decimal(value))


def category(category_id: str, count: Any, *path: str) -> Category:
    return Category(category_id=category_id, category_path=list(path), listing_count=count)


def named(page: Any, table: str) -> list[dict[str, Any]]:
    capture, parsed = page
    rows = rows_of(capture, parsed, "1.0")
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in rows.get(table, [])]


def frames(page: Any) -> tuple[Any, Any]:
    (run,) = named(page, "parse_run")
    return run["menu_id"], run["rate_table_id"]


def query(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_pages_of_one_menu_and_table_of_rates_refer_to_the_same_rows(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    said = [category("1", 7, "Drugs"), category("2", None, "Drugs", "Hash"), rate("USD", "3811.50"), rate("EUR", None)]
    pages = [make_page(*said, at=datetime(2019, month, 1, tzinfo=UTC), name=f"p{month}") for month in (1, 2, 3)]

    first = load_pages(pages[:2])
    second = load_pages(pages[2:])

    assert [(2, 2), (0, 0)] == [(new["category_count"], new["exchange_rate"]) for new in (first, second)]
    assert [(0, "1", ["Drugs"], 7), (1, "2", ["Drugs", "Hash"], None)] == query(
        database, "SELECT ordinal, category_id, category_path, listing_count FROM category_count ORDER BY ordinal"
    )
    assert [(6,), (6,)] == [
        query(database, f"SELECT count(*) FROM research.{view}")[0] for view in ("category_count", "exchange_rate")
    ]


def test_the_views_say_of_each_capture_what_its_newest_reading_found(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    pages = [
        make_page(rate("USD", "3"), rate("EUR", "2"), rate("USD", "4"), category("1", 5, "Drugs"), at=at, name=str(at))
        for at in (NOON, date(2019, 3, 2), None)
    ]
    load_pages(pages, "1.0+test.1")
    again = make_page(rate("USD", "9"), at=NOON, name=str(NOON))
    load_pages([again], "1.1+test.1")

    assert [
        (NOON, "second", "1.1+test.1", "USD", Decimal(9)),
        (datetime(2019, 3, 2, tzinfo=UTC), "day", "1.0+test.1", "EUR", Decimal(2)),
        (datetime(2019, 3, 2, tzinfo=UTC), "day", "1.0+test.1", "USD", Decimal(3)),
        (None, "unknown", "1.0+test.1", "EUR", Decimal(2)),
        (None, "unknown", "1.0+test.1", "USD", Decimal(3)),
    ] == query(
        database,
        "SELECT captured_at, time_precision, parser_version, quote, rate FROM research.exchange_rate "
        "ORDER BY captured_at, quote",
    )
    assert [("day", "1", 5), ("unknown", "1", 5)] == query(
        database, "SELECT time_precision, category_id, listing_count FROM research.category_count ORDER BY captured_at"
    )


def test_a_page_without_a_menu_or_rates_refers_to_none(make_page: Any) -> None:
    assert (None, None) == frames(make_page(at=NOON))
    menu, rates = frames(make_page(rate("USD", "1"), at=NOON))
    assert menu is None
    assert rates is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (category("1", 7, "Drugs"), category("1", 8, "Drugs")),
        (category("1", 7, "Drugs"), category("1", None, "Drugs")),
        (category("1", 7, "Drugs", "Hash"), category("1", 7, "DrugsHash")),
        (rate("USD", "1"), rate("EUR", "1")),
        (rate("USD", "1.5"), rate("USD", "1.50")),
        (rate("USD", "0"), rate("USD", None)),
    ],
)
def test_whatever_differs_is_kept_apart(make_page: Any, one: Any, other: Any) -> None:
    assert frames(make_page(one, at=NOON)) != frames(make_page(other, at=NOON))


def test_the_order_counts_and_so_does_where_one_entry_ends(make_page: Any) -> None:
    usd, eur = rate("USD", "1"), rate("EUR", "2")
    menus = [
        [category("1", None, "a", "2", "b")],
        [category("1", None, "a"), category("2", None, "b")],
        [category("2", None, "b"), category("1", None, "a")],
    ]

    assert frames(make_page(usd, eur, at=NOON)) != frames(make_page(eur, usd, at=NOON))
    assert 3 == len({frames(make_page(*menu, at=NOON)) for menu in menus})


def test_what_the_database_stores_alike_is_one(make_page: Any) -> None:
    for one, other in (
        (category("1", UNSET, "Drugs"), category("1", None, "Drugs")),
        (category("1", 7, "Dr\0gs"), category("1", 7, "Dr\ufffdgs")),
        (rate("USD", "1E+3"), rate("USD", "1000")),
    ):
        assert frames(make_page(one, at=NOON)) == frames(make_page(other, at=NOON))


def test_a_number_that_cannot_be_stored_is_an_issue_of_every_page_that_shows_it(make_page: Any) -> None:
    for name in ("first", "second"):
        page = make_page(category("1", 2**63, "Drugs"), rate("USD", "1e200000"), at=NOON, name=name)

        assert [None] == [row["listing_count"] for row in named(page, "category_count")]
        assert [None] == [row["rate"] for row in named(page, "exchange_rate")]
        assert ["out_of_range"] * 2 == [row["code"] for row in named(page, "parse_issue")]
        assert [2] == [row["error_count"] for row in named(page, "parse_run")]
