from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import polars as pl

from cryptodrug_scraper.measures.ratings.review_listing import price_changes
from tests.measures.rating_rows import PRICE, Site, at, rating


def _money(amount: float) -> dict[str, Any]:
    return {"amount": amount, "amount_currency": "USD", "amount_step": 1.0}


def _site(tab: list[dict[str, Any]], listings: dict[str, list[dict[str, Any]]]) -> Site:
    site = Site()
    site.page("a", tab)
    for listing, rows in listings.items():
        shown = [row | {"listing_id": listing, "buyer_mask": None} for row in rows]
        site.page("a", shown, url=f"/{listing}", kind="listing")
    return site


def test_a_rating_of_the_vendor_is_that_of_the_only_listing_that_shows_it() -> None:
    site = _site([rating(10, 5, text="très bon", **_money(30))], {"8.1": [rating(10.01, 5, text="très bon")]})
    (review,) = site.distinct().to_dicts()
    assert (review["listing_id"], review["listing_source"], review["listing_ids"]) == ("8.1", "matched", None)
    assert (review["buyer_mask"], review["amount"], review["sighting_count"]) == ("h...n", 30.0, 2)


def test_what_only_a_listing_shows_is_a_review_without_a_buyer() -> None:
    site = _site([rating(10, 5, text="très bon")], {"8.1": [rating(10, 5, text="très bon"), rating(10, 90)]})
    found = site.distinct().sort("listing_source")
    assert found.select("listing_source", "buyer_mask").rows() == [("matched", "h...n"), ("page", None)]


def test_a_rating_that_no_listing_shows_has_none() -> None:
    site = _site([rating(10, 5)], {"8.1": [rating(10, 5, stars=4.0)]})
    assert site.distinct().select("listing_id", "listing_source").rows() == [(None, "unknown"), ("8.1", "page")]


def test_counts_are_right_and_candidates_named_where_several_listings_fit() -> None:
    default = rating(10, 5, text=None)
    site = _site([default, default | {"buyer_mask": "x...y"}], {"8.1": [default], "8.2": [default, default]})
    found = site.distinct().sort("buyer_mask", nulls_last=True)
    assert found.select("listing_id", "listing_ids", "listing_source").rows() == [
        (None, ["8.1", "8.2"], "unknown"),
        (None, ["8.1", "8.2"], "unknown"),
        ("8.2", None, "page"),
    ]


def test_an_amount_decides_between_listings_only_where_one_price_alone_is_near() -> None:
    asked = {"8.1": 52.0, "8.2": 104.0, "8.3": 230.0}
    prices = pl.DataFrame([(name, at(9), price, "USD") for name, price in asked.items()], schema=PRICE, orient="row")
    learned = [rating(10, 20 + day, text=f"слово {day}", **_money(50)) for day in range(5)]
    default = rating(10, 5, text=None)
    for amount, decided in ((221.0, "8.3"), (50.0, "8.1"), (100.0, None), (70.0, None)):
        tab = [*learned, default | _money(amount)]
        shown = {"8.1": [*learned, default], "8.2": [default], "8.3": [default]}
        site = _site(tab, shown)
        found = site.distinct(prices=prices).filter(pl.col("is_default_comment") & pl.col("buyer_mask").is_not_null())
        assert found["listing_id"].to_list() == [decided]
    assert site.distinct(prices=prices.head(2)).filter("is_default_comment")["listing_id"].null_count() == 1


def test_an_uncertain_match_does_not_narrow_the_date() -> None:
    tab, page = rating(10, 5, text=None), rating(10.4, 5, text=None)
    (sure,) = _site([tab], {"8.1": [page]}).distinct().to_dicts()
    assert (sure["occurred_from"], sure["occurred_to"]) == (at(4.4), at(5))
    found = _site([tab], {"8.1": [page], "8.2": [page]}).distinct().filter(pl.col("buyer_mask").is_not_null())
    assert found.select("occurred_from", "occurred_to").rows() == [(at(4), at(5))]


def test_a_buyer_on_the_listing_of_another_account_parts_no_ratings() -> None:
    site = _site([rating(10, 5, text="très bon")], {"8.1": [rating(10, 5, text="très bon")]})
    site.page("a", [rating(10, 5, text="odd") | {"listing_id": "9.9", "vendor": "worst"}], url="/9.9", kind="listing")
    found = site.distinct().sort("listing_source")
    assert found.select("vendor", "listing_id", "listing_source", "sighting_count").rows() == [
        (rating(10, 5)["vendor"], "8.1", "matched", 2),
        ("worst", "9.9", "page", 1),
    ]


def test_changes_of_prices_tell_what_was_asked_nearest_to_any_time_as_all_prices_do() -> None:
    drawn = Random(5)
    rows = [
        {
            "listing_id": drawn.choice("ab"),
            "captured_at": datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=drawn.randrange(400)),
            "price": drawn.choice([5.0, 5.0, 5.0, 7.0, 0.0]),
            "price_currency": drawn.choice(["EUR", "EUR", "USD", None]),
        }
        for _ in range(500)
    ]
    prices = pl.DataFrame(rows, schema_overrides={"captured_at": pl.Datetime("us", "UTC")})
    changes = price_changes(prices)
    assert 0 < changes.height < prices.drop_nulls().unique().height
    for listing, currency in product("ab", ("EUR", "USD")):
        for hour in range(-5, 410):
            at = datetime(2020, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
            assert nearest(changes, listing, currency, at) == nearest(prices, listing, currency, at)


def nearest(prices: pl.DataFrame, listing: str, currency: str, at: datetime) -> float:
    of_listing = (pl.col("listing_id") == listing) & (pl.col("price_currency") == currency) & (pl.col("price") > 0)
    times = prices.filter(of_listing).group_by("captured_at").agg(pl.col("price").median())
    return min(times.rows(), key=lambda row: (abs(row[0] - at), row[0]))[1]  # type: ignore[no-any-return]
