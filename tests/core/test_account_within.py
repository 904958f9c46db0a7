"""What a site says of an account beside its ratings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec import UNSET

from cryptodrug_scraper.page.account_within import (
    counted_since,
    external_within,
    fingerprint_within,
    star_ratings,
    votes_within,
    whole_stars,
)
from cryptodrug_scraper.page.parts import Counter, ExternalRating, StarRatings, TrustVotes

_DIGITS = "0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D"


@pytest.mark.parametrize(
    ("text", "fingerprint"),
    [
        (_DIGITS, _DIGITS),
        ("Nyckel: 0a1b 2c3d 4e5f 6071 8293  a4b5 c6d7 e8f9 0a1b 2c3d.", _DIGITS),
        (f"{_DIGITS}4E", None),
        (_DIGITS[:-4], None),
        (f"{_DIGITS} {_DIGITS}", None),
        ("keine", None),
    ],
)
def test_a_fingerprint_has_forty_digits(text: str, fingerprint: str | None) -> None:
    assert fingerprint == fingerprint_within(text)


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("71 Vertrauen, 5 Misstrauen", TrustVotes(71, 5)),
        ("+1.204 / -3", TrustVotes(1204, 3)),
        ("71", None),
        ("71 of 80, 5", None),
    ],
)
def test_votes_are_two_numbers(text: str, votes: TrustVotes | None) -> None:
    assert votes == votes_within(text)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        (
            "Nordkaj: 120 salg, 4,8 / 5, +118 / =2 / −1",
            ExternalRating("Nordkaj", Counter(120), Decimal("4.8"), 5, positive=118, neutral=2, negative=1),
        ),
        ("Havn 2 – 98 % von 40+", ExternalRating("Havn 2", Counter(40, exact=False))),
        ("Havn 2 - 98 %", ExternalRating("Havn 2")),
        ("Nordkaj 120 salg, 4,8 / 5", ExternalRating("Nordkaj", Counter(120), Decimal("4.8"), 5)),
        ("Sankt Jørgen (350+)", ExternalRating("Sankt Jørgen", Counter(350, exact=False))),
        ("Nordkaj 4.9/5", ExternalRating("Nordkaj", UNSET, Decimal("4.9"), 5)),
        ("Nordkaj", ExternalRating("Nordkaj")),
        ("12 / 3", None),
        ("", None),
    ],
)
def test_a_reputation_elsewhere_begins_with_the_name_of_the_market(text: str, rating: ExternalRating | None) -> None:
    assert rating == external_within(text)


def test_a_day_is_that_of_a_counter_that_is_known() -> None:
    day = date(2018, 5, 3)
    assert Counter(12, since=day) == counted_since(Counter(12), day)
    assert Counter(12) == counted_since(Counter(12), None)
    assert UNSET is counted_since(UNSET, day)
    assert counted_since(None, day) is None


def test_three_ratings_are_set_one_by_one() -> None:
    known = star_ratings(UNSET, quality=whole_stars("Qualität: 4/5"))
    known = star_ratings(known, stealth=whole_stars("★★★☆☆"), value=whole_stars("4,5 / 5"))
    assert StarRatings(stealth=3, quality=4, value=None) == known
