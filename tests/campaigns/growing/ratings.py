"""Ratings as no buyers leave them: each function gives pages that hold ``n`` of what its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns.growing.pages import Page, dollars, letters, listing, rating, vendor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.page.records import Review

__all__ = ["SHAPES"]

_OFFER = "77001"


def _captures(rows: Callable[[int], list[Review]], kind: str = "listing_feedback") -> Iterator[Page]:
    """Three captures of one list of ratings, ten days apart."""
    for look in range(3):
        offer = listing(_OFFER, seen_on="page")
        yield Page("empire", kind, f"/item/{_OFFER}", 40 + 10 * look, [offer, *rows(look)])


def alike(n: int) -> Iterator[Page]:
    """Ratings of one buyer, one day and one text, which all three captures show."""
    return _captures(lambda _: [rating(i, 10, listing_id=_OFFER, amount=dollars(50)) for i in range(1, n + 1)])


def edited(n: int) -> Iterator[Page]:
    """Ratings of one buyer and one day, which say something else in each capture."""
    return _captures(
        lambda look: [
            rating(i, 10, listing_id=_OFFER, comment=f"tekst {letters(look)}", amount=dollars(50))
            for i in range(1, n + 1)
        ]
    )


def edited_apart(n: int) -> Iterator[Page]:
    """Ratings of one buyer, each with a text, day and amount of its own, other ones in each capture."""
    return _captures(
        lambda look: [
            rating(i, 10 - i / 500, listing_id=_OFFER, comment=f"{letters(i)} {look}", amount=dollars(40 + i / 100))
            for i in range(1, n + 1)
        ]
    )


def edited_young(n: int) -> Iterator[Page]:
    """Ratings of one buyer that are younger than the capture before, in place of older ones."""
    return _captures(
        lambda look: (
            [
                rating(i, 38 + 10 * look, 0.5, listing_id=_OFFER, comment=f"{letters(look)}", amount=dollars(50))
                for i in range(1, n + 1)
            ]
            + [rating(n + 1, 1, listing_id=_OFFER, comment="oud", buyer_mask="o***d")]
        )
    )


def of_other_amounts(n: int) -> Iterator[Page]:
    """Alike ratings of different amounts, on a market whose amounts stay as they are."""
    return _captures(
        lambda look: (
            [rating(i, 10, listing_id=_OFFER, amount=dollars(10 + (i + look * n) / 100)) for i in range(1, n + 1)]
            + [
                rating(n + i, 10, listing_id=_OFFER, comment=f"eigen {letters(i)}", amount=dollars(9 + i / 10))
                for i in range(1, 41)
            ]
        )
    )


def without_time(n: int) -> Iterator[Page]:
    """Alike ratings of which no page says when they were left."""
    return _captures(lambda _: [rating(i, 10, listing_id=_OFFER, occurred=None) for i in range(1, n + 1)])


def long_ago(n: int) -> Iterator[Page]:
    """Ratings of as many vendors that were left at some time in twenty years."""
    rows = [rating(i, -7300, 7300, vendor=f"handel{letters(i)}") for i in range(1, n + 1)]
    yield Page("empire", "listing_feedback", "/item/1", 40, rows)


def of_many_listings(n: int) -> Iterator[Page]:
    """Alike ratings on a vendor's page, each of which may be any of those of as many listings."""
    named = [rating(i, 10, listing_id=str(80000 + i), buyer_mask=None) for i in range(1, n + 1)]
    cards = [listing(str(80000 + i), ships_from=None) for i in range(1, n + 1)]
    yield Page("dream", "listing", "/offer/1", 40, [*cards, *named])
    rows = [rating(i, 10, amount=dollars(20 + i / 10)) for i in range(1, n + 1)]
    yield Page("dream", "vendor_feedback", "/kaasboer", 40.1, [vendor("kaasboer"), *rows])


def of_no_listing(n: int) -> Iterator[Page]:
    """Ratings of which no listing is known, of a vendor with as many listings."""
    yield Page("dream", "category_list", "/all", 39, [listing(str(i), ships_from=None) for i in range(1, n + 1)])
    rows = [rating(i, 10, comment=f"goed {letters(i)}") for i in range(1, n + 1)]
    yield Page("dream", "vendor_feedback", "/kaasboer", 40, [vendor("kaasboer"), *rows])


def again_on_the_next_page(n: int) -> Iterator[Page]:
    """A list whose next page begins with nearly the rows that its first page ends with."""
    for page in range(2):
        rows = [rating(i, 10) for i in range(1, n)]
        rows.append(rating(n, 10, comment=f"laatste {page}"))
        yield Page("empire", "vendor_feedback", f"/u/kaasboer?page={page + 1}", 40 + page / 1000, rows)


SHAPES = (
    alike,
    edited,
    edited_apart,
    edited_young,
    of_other_amounts,
    without_time,
    long_ago,
    of_many_listings,
    of_no_listing,
    again_on_the_next_page,
)
