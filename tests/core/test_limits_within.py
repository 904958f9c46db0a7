"""How much one order may be of, as a text says it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec import UNSET

from cryptodrug_scraper.page.limits_within import limits_within
from cryptodrug_scraper.page.parts import OrderLimits


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("1 bis 10", "1", "10"),
        ("od 2 do 50 kusů", "2", "50"),
        ("0,5 g – 25 g", "0.5", "25"),
        ("între 5 și 5.000", "5", "5000"),
        ("minimum 1, maximum 4", "1", "4"),
        ("mind. 2", "2", None),
        ("ab 3 Stück", "3", None),
        ("jusqu'à 12", None, "12"),
        ("Máx.: 1.500", None, "1500"),
    ],
)
def test_each_limit_is_the_one_that_its_word_says(text: str, least: str | None, most: str | None) -> None:
    low, high = (UNSET if each is None else Decimal(each) for each in (least, most))
    assert OrderLimits(min=low, max=high) == limits_within(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "any number",
        "4 to 2",
        "mind. 2, mind. 3",
        "1 x 10 g, max 3",
        "more than 5",
        "minus 3",
        f"1 bis {'9' * 1000}",
    ],
)
def test_a_number_of_which_no_word_says_what_it_is_is_no_limit(text: str) -> None:
    assert limits_within(text) is None
