from __future__ import annotations

from typing import Any

import polars as pl

from cryptodrug_scraper.measures.ratings.review_align import aligned
from cryptodrug_scraper.measures.ratings.review_amounts import amount_pairs, amounts_are_stable, stable_currencies
from cryptodrug_scraper.measures.ratings.review_views import review_views
from tests.measures.rating_rows import NO_NAMES, Site, rating


def _stability(count: int, moved: int, currency: str = "USD") -> list[tuple[object, ...]]:
    site = Site()
    texts = [f"Größe {number}" for number in range(count)]
    money: dict[str, Any] = {"amount_currency": currency, "amount_step": 1.0}
    site.page("a", [rating(10, 5, text=text, amount=1014.0, **money) for text in texts])
    for snapshot, day in (("a", 10), ("b", 40)):
        amounts = [1007.0 if number < moved and day == 40 else 1014.0 for number in range(count)]
        shown = [
            rating(day, day - 5, text=text, amount=amount, **money) for text, amount in zip(texts, amounts, strict=True)
        ]
        site.page(snapshot, shown)
    rows, keys, views = review_views(site.reviews, site.page_frame, NO_NAMES)
    return amounts_are_stable(amount_pairs(rows.with_columns(review=aligned(rows)), views, keys), "dream").rows()


def test_amounts_that_never_moved_in_enough_pairs_are_stable() -> None:
    assert _stability(40, 0) == [("dream", "USD", 40, 40, True)]
    assert _stability(29, 0, "EUR") == [("dream", "EUR", 29, 29, False)]


def test_an_order_that_is_printed_as_1014_and_then_as_1007_moves() -> None:
    assert _stability(40, 3) == [("dream", "USD", 40, 37, False)]


def test_no_pair_proves_nothing() -> None:
    assert _stability(0, 0) == []


def test_stable_amounts_tell_equal_ratings_apart() -> None:
    site = Site()
    stable = [rating(10, 5, text=f"{number}", amount=12.5, amount_currency="USD") for number in range(250)]
    site.page("a", [*stable, rating(10, 5, amount=12.5, amount_currency="USD")])
    late = [row | {"captured_at": row["captured_at"].replace(day=20)} for row in stable]
    site.page("b", [*late, rating(40, 35, amount=99.0, amount_currency="USD")])
    assert site.distinct().height == 252
    rows, keys, views = review_views(site.reviews, site.page_frame, NO_NAMES)
    assert stable_currencies(
        amounts_are_stable(amount_pairs(rows.with_columns(review=aligned(rows)), views, keys), "x")
    ) == {"USD"}
    assert aligned(rows).n_unique() == 251


def test_one_vendor_whose_amounts_are_others_on_each_page_makes_no_market_unstable() -> None:
    vendors = [f"v{number}" for number in range(6)]
    rows = [(vendor, "USD", 50.0, 50.0) for vendor in vendors for _ in range(10)]
    worst = [("worst", "USD", 50.0, float(number)) for number in range(40)]
    columns = ["vendor", "amount_currency", "amount_before", "amount"]
    frame = pl.DataFrame([*rows, *worst], schema=columns, orient="row")
    assert amounts_are_stable(frame, "dream").rows() == [("dream", "USD", 60, 60, True)]
    second = [("v0", "USD", 50.0, 51.0)]
    several = pl.DataFrame([*rows, *worst, *second], schema=columns, orient="row")
    assert amounts_are_stable(several, "dream")["is_stable"].to_list() == [False]
