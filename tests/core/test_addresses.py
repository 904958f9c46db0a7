"""What names things in addresses."""

from __future__ import annotations

import re

import pytest

from cryptodrug_scraper.page.addresses import part_of


@pytest.mark.parametrize(
    ("address", "pattern", "name"),
    [
        ("/shop?of=Bom+%26+Bro&tab=2", "[?&]of=([^&#]+)", "Bom & Bro"),
        ("/shop/a+b/offers?of=x+y", "/shop/([^/?#]+)", "a+b"),
        ("/shop/a%20b", "/shop/([^/?#]+)", "a b"),
        ("/shop", "/shop/([^/?#]+)", None),
        (None, "(.*)", None),
    ],
)
def test_plus_signs_are_blanks_in_queries_alone(address: str | None, pattern: str, name: str | None) -> None:
    assert name == part_of(address, re.compile(pattern))
