"""What is left of an offer, in the words of sites in many languages."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.records import Stock
from cryptodrug_scraper.page.within import stock_within


@pytest.mark.parametrize(
    ("text", "stock"),
    [
        ("In stock", Stock(available=True)),
        ("Noch verfügbar", Stock(available=True)),
        ("På lager", Stock(available=True)),
        ("Nicht auf Lager", Stock(value=0)),
        ("Op dit moment uitverkocht", Stock(value=0)),
        ("Not available", Stock(value=0)),
        ("Indisponible", Stock(value=0)),
        ("In stock: 12", Stock(value=12)),
        ("Sold out (0 left)", Stock(value=0)),
        ("Unlimited items available", Stock(unlimited=True)),
        ("Escrow", None),
        ("", None),
        ("3 - 5 left", None),
    ],
)
def test_what_is_left_is_a_number_or_none_without_limit_or_some(text: str, stock: Stock | None) -> None:
    assert stock == stock_within(text)
