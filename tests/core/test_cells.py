"""Rows of three cells are one way of delivery each, with its name, its days and its price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cryptodrug_scraper.page.cells import cells_text
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Money, ShippingOption
from cryptodrug_scraper.page.rows_within import shipping_within
from cryptodrug_scraper.page.select import css


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (None, ("EMS", "7 days", "10 EUR"), ("EMS", "10", 7)),
        (None, ("Airmail", "5-10 days", "4.00 EUR"), ("Airmail", "4.00", 10)),
        (("Name", "Days", "Price"), ("Airmail", "5-10", "4.00 EUR"), ("Airmail", "4.00", 10)),
        (("Name", "Price (EUR)", "Time in days"), ("Airmail", "4.00", "3"), ("Airmail", "4.00", 3)),
        (("Name", "Cost €", "Tage"), ("Brief", "4,00", "3"), ("Brief", "4.00", 3)),
        (("Name", "What", "Price"), ("Airmail", "5-10", "4.00 EUR"), ("Airmail", "4.00", None)),
        (None, ("Airmail", "-", "4.00 EUR"), ("Airmail", "4.00", None)),
        (None, ("3 days", "Airmail", "4.00 EUR"), ("Airmail", "4.00", 3)),
    ],
)
def test_each_part_of_a_way_of_delivery_is_read_from_its_cell(
    head: tuple[str, ...] | None, row: tuple[str, ...], expected: tuple[str, str, int | None]
) -> None:
    rows = "".join(f"<tr><td>{'</td><td>'.join(each)}</td></tr>" for each in (head, row) if each is not None)
    document = Document(f"<table>{rows}</table>".encode(), PageContext())
    said = shipping_within(cells_text(document, css("tr")(document.root)[-1]))
    label, amount, days = expected
    option = ShippingOption(label=label, price=Money(amount=Decimal(amount), currency="EUR"))
    if days is not None:
        option = ShippingOption(label=label, price=option.price, days=Decimal(days))
    assert said == option
