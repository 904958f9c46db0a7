"""Lists in tables within tables, whose rows share classes with others, are told by the headings before them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.records import Listing, Money, ShippingOption
from cryptodrug_scraper.scaffold.own_address import context_of
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BEFORE = "<tr><td><b>{heading}</b><br><table>{rows}</table></td></tr>"
_BESIDE = "<tr><td>{heading}</td><td><table><tbody>{rows}</tbody></table></td></tr>"


def _rows(each: Iterable[tuple[str, ...]]) -> str:
    return "".join(
        f"<tr class=row{number % 2 + 1}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        for number, cells in enumerate(each)
    )


def _offer(number: int, form: str, delivery: str) -> str:
    prices = [f"{number - less}.00 EUR" for less in range(3)]
    steps: list[tuple[str, ...]] = list(zip(("1 - 4", "5 - 9", "10+"), prices, strict=True))
    lists: dict[str, list[tuple[str, ...]]] = {
        "Details": [("Stock", "12"), ("Views", f"{number * 3}"), ("Sold", f"{number * 2}")],
        "Bulk price": steps[: 2 + number % 2],
        delivery: [("EMS", "7 days", "10.00 EUR"), ("Registered letter", "5-10 days", "4.00 EUR")],
    }
    said = "".join(form.format(heading=heading, rows=_rows(rows)) for heading, rows in lists.items())
    return (
        "<table><tr><td><a href=/c/1>Cheese</a></td><td><table><tr><td colspan=2>"
        f"<h2>Cheese no. {number} of the fair</h2></td></tr>{said}</table></td></tr></table>"
    )


def _saved(folder: Path, name: str, title: str, body: str) -> Path:
    file = folder / f"saved/fair.example/{name}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<html><head><title>{title} - Old Fair</title></head><body>{body}</body></html>")
    return file


@pytest.mark.parametrize("form", [_BEFORE, _BESIDE])
@pytest.mark.parametrize("delivery", ["Shipping", "Options of delivery"])
def test_lists_in_nested_tables_are_read_by_their_headings(tmp_path: Path, form: str, delivery: str) -> None:
    numbers = range(31, 37)
    cards = "".join(
        f"<li><a href='/item/{each}'>Cheese no. {each} of the fair</a> <a href='/s/ana'>ana</a> "
        f"<b>{each}.00 EUR</b></li>"
        for each in numbers
    )
    files = [
        _saved(tmp_path, f"item/{each}", f"Cheese no. {each} of the fair", _offer(each, form, delivery))
        for each in numbers
    ]
    index = _saved(tmp_path, "all", "All", f"<ul>{cards}</ul>")
    with drafted("fair", [*files, index], tmp_path / "fair") as market:
        for number, file in zip(numbers, files, strict=True):
            kind, document = read_by(market, file.read_bytes(), context_of(file, file.read_bytes()))
            assert kind == "listing"
            (listing,) = of(document, Listing)
            assert listing.shipping_options == [
                ShippingOption(label="EMS", price=Money(amount=Decimal("10.00"), currency="EUR"), days=Decimal(7)),
                ShippingOption(
                    label="Registered letter", price=Money(amount=Decimal("4.00"), currency="EUR"), days=Decimal(10)
                ),
            ]
            assert isinstance(listing.price_tiers, list)
            assert [tier.min_quantity for tier in listing.price_tiers] == [1, 5, 10][: 2 + number % 2]
