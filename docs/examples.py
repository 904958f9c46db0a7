"""An example of each field of records, as ``cryptodrug parse`` prints it, from the fixtures, which are invented."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.page.facts import listing_facts
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.records import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NO_FIXTURE", "example"]

_FIXTURES = Path(__file__).parent.parent / "fixtures" / "pages"
_LISTS = {"listing": ("price_tiers", "shipping_options", "variants"), "vendor": ("external_ratings",)}
_LONGEST = 60
_EMPTY = frozenset({"null", '""', "[]"})
_FACTS = "facts of a listing"
NO_FIXTURE: dict[tuple[str, str], object] = {
    ("listing", "stock.available"): True,
    ("listing", "packaging"): "vacuum-sealed, in a letter",
    ("listing", "variants"): [{"name": "5 pieces", "price": {"amount": "20.00", "currency": "EUR"}, "stock": 3}],
    ("variants", "name"): "5 pieces",
    ("variants", "price.amount"): "20.00",
    ("variants", "price.currency"): "EUR",
    ("variants", "stock"): 3,
    ("vendor", "sales.since"): "2018-09-03",
    ("vendor", "ships_from.raw"): "Belgium, Netherlands",
    ("vendor", "ships_from.kind"): "multi",
    ("vendor", "ships_from.codes"): ["BE", "NL"],
    ("vendor", "ships_from.excluded"): [],
    ("vendor", "payment"): ["escrow"],
    ("vendor", "subscribers"): 12,
    ("vendor", "last_active_within.from"): "2019-03-01T10:00:00Z",
    ("vendor", "last_active_within.to"): "2019-03-02T10:00:00Z",
    ("external_ratings", "sales.since"): "2018-09-03",
    ("review", "delivery_days"): "4",
    ("review", "buyer_level"): 2,
    ("fee", "what"): "Withdrawal",
    ("fee", "coin"): "BTC",
    ("fee", "amount.amount"): "0.0005",
    ("fee", "amount.currency"): "BTC",
    ("fee", "share"): "1.5",
}
"""Of fields that no market of the project shows."""


def example(section: str, path: str) -> str:
    """
    Return an example of a field, as JSON.

    Args:
        section: the record, the list within one, or ``facts of a listing``.
        path: the field, with its part after a dot.

    Raises:
        KeyError: no fixture shows the field, and it is not among those of which that is so.
    """
    found = _shown().get((section, path))
    return json.dumps(NO_FIXTURE[section, path], ensure_ascii=False) if found is None else found


@cache
def _shown() -> dict[tuple[str, str], str]:
    """The first example of each field that says something and is short enough, else the best there is."""
    found: dict[tuple[str, str], str] = {}
    for section, record in _records():
        for path, value in _paths(record):
            said = json.dumps(value, ensure_ascii=False)
            before = found.get((section, path))
            if before is None or _rank(said) < _rank(before):
                found[section, path] = said
    return {key: said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…" for key, said in found.items()}


def _rank(said: str) -> tuple[bool, int]:
    return said in _EMPTY, max(len(said), _LONGEST)


def _records() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(_FIXTURES.glob("*/*/*/expected.json")):
        page = json.loads(file.read_text(encoding="utf-8"))
        for record in page["records"]:
            kind = record["record"]
            yield kind, record
            yield from ((name, entry) for name in _LISTS.get(kind, ()) for entry in record.get(name) or ())
            if kind == "listing":
                facts = listing_facts(msgspec.convert(record, Listing), market_named(page["market"]).taxonomy)
                yield _FACTS, msgspec.to_builtins(facts)


def _paths(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        yield name, value
        if isinstance(value, dict):
            yield from ((f"{name}.{part}", said) for part, said in value.items())
