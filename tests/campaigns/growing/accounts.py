"""Accounts as no market has them: each function gives pages that hold ``n`` of what its name says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Counter, ExternalRating, FeedbackWindow
from tests.campaigns.growing.pages import Page, dollars, fingerprint, letters, listing, place, rating, vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.records import Record

__all__ = ["SHAPES"]

_CODES = ("AT", "BE", "DE", "FR", "GB", "NL", "US")


def _folding(number: int) -> str:
    """One name, written in another way for each number: with stars between its letters, or without."""
    signs = [letter + "*" * (number >> place & 1) for place, letter in enumerate("bloemenmeisjes")]
    return "".join(signs)


def names_that_fold_to_one(n: int) -> Iterator[Page]:
    """Cards of vendors whose names are one but for decoration."""
    yield Page("dream", "category_list", "/all", 1, [listing(str(i), vendor=_folding(i)) for i in range(1, n + 1)])


def names_with_additions(n: int) -> Iterator[Page]:
    """The same, every other one with an addition, on two markets."""
    for market in ("dream", "empire"):
        cards = [
            listing(str(i), vendor=_folding(i) + (" official" if i % 2 else ""), title=f"{letters(i)} {market}")
            for i in range(1, n + 1)
        ]
        yield Page(market, "category_list", "/all", 1, cards)


def one_key(n: int) -> Iterator[Page]:
    """Vendors that print one key."""
    found = [vendor(f"handel{letters(i)}", pgp_fingerprint=fingerprint(7)) for i in range(1, n + 1)]
    yield Page("dream", "vendor_profile", "/v", 1, found)


def chained_keys(n: int) -> Iterator[Page]:
    """Accounts on two markets in turn, each of which prints its neighbour's key some days later."""
    for look in range(2):
        for market, rest in (("dream", 0), ("empire", 1)):
            found = [
                vendor(f"handel{letters(i)}", pgp_fingerprint=fingerprint(10 + i + look))
                for i in range(1, n + 1)
                if i % 2 == rest
            ]
            yield Page(market, "vendor_profile", "/v", 1 + 5 * look, found)


def keys_of_one(n: int) -> Iterator[Page]:
    """An account that prints many keys, of as many accounts whose names fold to its own."""
    found = [vendor("bloemenmeisjes", pgp_fingerprint=fingerprint(10 + i)) for i in range(1, n + 1)]
    others = [vendor(_folding(i), pgp_fingerprint=fingerprint(10 + n + i)) for i in range(1, n + 1)]
    for number, record in enumerate(found):
        yield Page("dream", "vendor_profile", f"/v/{number}", 1 + number / 1e4, [record])
    yield Page("empire", "vendor_profile", "/v", 1, others)


def one_profile(n: int) -> Iterator[Page]:
    """Vendors with one profile, listings with one description and one title."""
    words = " ".join(letters(400 + i) for i in range(200))
    found = [vendor(f"handel{letters(i)}", profile=words) for i in range(1, n + 1)]
    cards = [
        listing(str(i), vendor=f"handel{letters(i)}", title=words[:150], description=words) for i in range(1, n + 1)
    ]
    yield Page("dream", "vendor_profile", "/v", 1, [*found, *cards])


def alike_profiles(n: int) -> Iterator[Page]:
    """The same, each with a word of its own at the end."""
    words = " ".join(letters(400 + i) for i in range(200))
    for i in range(1, n + 1):
        name, own = f"handel{letters(i)}", f"{words} {letters(1000 + i)}"
        card = listing(str(i), vendor=name, title=own[-150:], description=own)
        yield Page("dream", "vendor_profile", f"/v/{i}", 1 + i / 1e4, [vendor(name, profile=own), card])


def one_listing(n: int) -> Iterator[Page]:
    """Vendors that all have one listing; some days later as many others have it."""
    for look in range(2):
        cards = [listing("77", vendor=f"handel{letters(i + look * n)}") for i in range(1, n + 1)]
        rows = [rating(1, 1, vendor=card.vendor, listing_id="77", comment="mooi") for card in cards]
        yield Page("dream", "category_list", "/all", 1 + 5 * look, [*cards, *rows])


def one_key_twice(n: int) -> Iterator[Page]:
    """Vendors that print one key; some days later as many others print it."""
    for look in range(2):
        found = [vendor(f"handel{letters(i + look * n)}", pgp_fingerprint=fingerprint(7)) for i in range(1, n + 1)]
        yield Page("dream", "vendor_profile", "/v", 1 + 5 * look, found)


def renamed(n: int) -> Iterator[Page]:
    """An account that takes another name for each capture."""
    for i in range(n):
        name = f"handel{letters(i)}"
        found: list[Record] = [vendor(name, pgp_fingerprint=fingerprint(7)), listing("77", vendor=name)]
        yield Page("dream", "vendor_profile", "/v", 1 + i / 100, found)


def badges_for_one(n: int) -> Iterator[Page]:
    """Accounts with a badge of another market, on which as many accounts bear the one name that they all bear."""
    badge = [ExternalRating("dream", sales=Counter(40))]
    found = [
        vendor(_folding(i), external_ratings=badge, member_since=date(2019, 1, 3), sales=Counter(i))
        for i in range(1, n + 1)
    ]
    yield Page("empire", "vendor_profile", "/v", 1, found)
    yield Page("dream", "vendor_profile", "/v", 1, [vendor(_folding(i), sales=Counter(i)) for i in range(1, n + 1)])


def badges_of_one(n: int) -> Iterator[Page]:
    """An account with many badges, and as many counts of sales of the account that they mean."""
    badges = [ExternalRating("dream", sales=Counter(i)) for i in range(1, n + 1)]
    yield Page("empire", "vendor_profile", "/v", 60, [vendor("bloemenmeisjes", external_ratings=badges)])
    for i in range(n):
        yield Page("dream", "vendor_profile", "/v", 1 + i / 500, [vendor("bloemenmeisjes", sales=Counter(i))])


def vendors_of_own(n: int) -> Iterator[Page]:
    """Vendors that have nothing in common, each with pages of its own in two months: a profile, an offer, ratings."""
    for look in range(2):
        for i in range(1, n + 1):
            name, day = f"handel{letters(i)}", 40 + 30 * look + i / n
            counts = {"positive": 6, "neutral": 1, "negative": 0}
            windows = [FeedbackWindow("1m", **counts), FeedbackWindow("6m", **counts), FeedbackWindow("12m", **counts)]
            account = vendor(
                name, profile=" ".join(letters(i * 31 + word) for word in range(30)), pgp_fingerprint=fingerprint(i),
                sales=Counter(100 + i % 50 + 9 * look), feedback=windows, ships_from=place(_CODES[i % len(_CODES)]),
                member_since=date(2018, 1, 1 + i % 28),
            )  # fmt: skip
            offer = listing(str(i), vendor=name, title=f"{letters(i)} 5 g hasj", price=dollars(20 + i % 90))
            rows = [
                rating(row, 30 * look + row, vendor=name, listing_id=str(i), comment=letters(i * 7 + row + look),
                       amount=dollars(20 + i % 90))
                for row in range(1, 4)
            ]  # fmt: skip
            yield Page("empire", "vendor_profile", f"/u/{name}", day, [account, offer, *rows])


SHAPES = (
    names_that_fold_to_one,
    names_with_additions,
    one_key,
    chained_keys,
    keys_of_one,
    one_profile,
    alike_profiles,
    one_listing,
    one_key_twice,
    renamed,
    badges_for_one,
    badges_of_one,
    vendors_of_own,
)
