from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.measures.rating_rows import Site, digest, rating

_PAGE: dict[str, Any] = {"listing_id": "1.5", "buyer_mask": None}


def _listed(seen: float, age: float, text: str, **fields: Any) -> dict[str, Any]:
    """A row of a page of a listing, which names no buyer."""
    return rating(seen, age, text=text, **_PAGE | fields)


def _tab(seen: float, *ages: float, text: str = "ок {}", first: int = 0) -> list[dict[str, Any]]:
    """Rows of the vendor's own list, each with words of its own."""
    return [rating(seen, age, text=text.format(number), buyer_mask="q...q") for number, age in enumerate(ages, first)]


def _told(site: Site, *words: str) -> list[tuple[Any, ...]]:
    found = site.distinct()
    kept = found.filter(found["comment"].is_in([digest(word) for word in words]))
    return kept.select("comment", "listing_id", "listing_source", "buyer_mask", "sighting_count", "state").rows()


@pytest.mark.parametrize("is_listing_first", [True, False])
def test_old_words_on_a_listings_page_and_new_ones_on_the_vendors_list_are_one_rating(is_listing_first: bool) -> None:
    """Each kind of page was looked at once, so neither list shows both."""
    site = Site()
    if is_listing_first:
        site.page("a", [_listed(10, 2, "bon")], url="/l", kind="listing")
        site.page("b", [rating(40, 32, text="逃げた", stars=1.0), *_tab(40, 5, 20, 58, 70)])
        last = "逃げた"
    else:
        site.page("a", [rating(10, 2, text="逃げた", stars=1.0), *_tab(10, 28, 40, 55)])
        site.page("b", [_listed(40, 32, "bon")], url="/l", kind="listing")
        site.page("c", [*_tab(41, 59, 71, 86)])
        last = "bon"
    assert _told(site, "bon", "逃げた") == [(digest(last), "1.5", "matched", "h...n", 2, "edited")]


def test_a_vendor_with_many_ratings_a_day_may_have_another_one_there() -> None:
    site = Site()
    site.page("a", [_listed(10, 2, "bon")], url="/l", kind="listing")
    site.page(
        "b", [rating(40, 32, text="逃げた", stars=1.0), *_tab(40, *[1 + number / 6 for number in range(400)])][:280]
    )
    found = site.distinct()
    assert len(_told(site, "bon", "逃げた")) == 2
    (sure,) = found.filter(pl.col("comment") == digest("bon"))["certainty"]
    assert 0.5 < sure < 1


def test_a_list_that_need_not_show_a_rating_tells_nothing() -> None:
    """It ends before, or was looked at before, or others of it show no words at all."""
    for tab in (
        [rating(40, 32, text="逃げた", stars=1.0), *_tab(40, 5, 20)],  # rows are up to 14 days out of order
        [rating(40, 35.5, text="逃げた", stars=1.0), *_tab(40, 5, 20, 70)],  # left on another day
    ):
        site = Site()
        site.page("a", [_listed(10, 2, "bon")], url="/l", kind="listing")
        site.page("b", tab)
        assert len(_told(site, "bon", "逃げた")) == 2


def test_a_list_that_shows_the_old_words_too_has_both_ratings() -> None:
    site = Site()
    site.page("a", [_listed(10, 2, "bon")], url="/l", kind="listing")
    site.page("b", [rating(40, 32, text="逃げた", stars=1.0), rating(40, 32, text="bon"), *_tab(40, 5, 20, 58, 70)])
    assert len(_told(site, "bon", "逃げた")) == 2


def test_where_both_kinds_of_page_name_listing_and_buyer_these_must_agree() -> None:
    """So that also a busy vendor's are told."""
    for other, count in (({}, 1), ({"listing_id": "7"}, 2), ({"buyer_mask": "x...x"}, 2), ({"amount": 580.0}, 2)):
        known: dict[str, Any] = {
            "listing_id": "5",
            "buyer_mask": "h...n",
            "amount": 58.0,
            "amount_currency": "USD",
            "amount_step": 1.0,
        }
        site = Site()
        site.page("a", [rating(10, 2, text="bon", **known)], url="/l", kind="listing_feedback")
        rest = [
            row | {"listing_id": str(50 + place % 40)}
            for place, row in enumerate(_tab(40, *[1 + n / 4 for n in range(270)]))
        ]
        site.page("b", [rating(40, 32, text="逃げた", **known | other), *rest])
        assert len(_told(site, "bon", "逃げた")) == count, other


def test_ratings_that_one_look_shows_on_both_kinds_of_page_are_two() -> None:
    """Pages of one instant: nobody edits between them."""
    site = Site()
    site.page("a", [_listed(40, 32, "bon")], url="/l", kind="listing")
    site.page("a", [rating(40, 32, text="逃げた", stars=1.0), *_tab(40, 5, 20, 58, 70)])
    assert len(_told(site, "bon", "逃げた")) == 2
