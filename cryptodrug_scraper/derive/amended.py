"""What decisions on the fields of a record change in the frames that a derivation reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from cryptodrug_scraper.decisions.correctable import CATEGORY, correctable
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.facts import listing_facts
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.records import Listing
from cryptodrug_scraper.page.taxonomy import Taxonomy
from cryptodrug_scraper.store.copyformat import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.decisions.correctable import Cell
    from cryptodrug_scraper.decisions.records import StatedRecord
    from cryptodrug_scraper.decisions.subject import Record

__all__ = ["PARTS", "Amended", "amended"]

PARTS: Mapping[str, tuple[str, Record, str]] = {
    "tiers": ("price_tier", "listing", "listing_ordinal"),
    "prices": ("listing_price", "listing", "listing_ordinal"),
    "shipping": ("shipping_option", "listing", "listing_ordinal"),
    "exclusions": ("listing_exclusion", "listing", "listing_ordinal"),
    "counters": ("vendor_counter", "vendor", "vendor_ordinal"),
    "external": ("external_rating", "vendor", "vendor_ordinal"),
}
"""By frame of rows of lists the table, the kind of record that has the list, and the column of its place."""
_RENAMED = {"price_amount": "price", "amount": "price", "currency": "price_currency"}
"""Columns of listings and their lists that frames call otherwise than tables."""
_DECIDING_GOODS = frozenset({"title", "category_id", CATEGORY, "price_unit"})
"""Fields of a listing from which follows what it sells."""
_FACTS = ("drug_class", "substance", "quantity_grams", "quantity_units", "quantity_unit")
_WORDS = 8
"""Bytes of the digest of a buyer's words that the frame has."""


@dataclass(frozen=True, slots=True)
class Amended:
    """
    A record with decided fields, as the frames have it.

    Attributes:
        cells: new values, by the column of the frame of its kind.
        rows: new rows of its lists, by frame.
        texts: new long texts, by their digests.
        is_priced: whether its price is another.
    """

    cells: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)
    is_priced: bool = False


def amended(record: Record, market: str, stated: StatedRecord, decided: Mapping[str, Any]) -> Amended:
    """
    Return a record with decided fields.

    What a listing sells, and how much, follows from a title or category that is decided, as it would from one that was
    read: by the taxonomy of the market's package, or by words alone where that is not installed.

    Args:
        record: its kind.
        market: code of the market.
        stated: as it was read.
        decided: values in the form in which they are kept, by field.
    """
    made = Amended(is_priced="price_amount" in decided)
    if record == "listing":
        made.cells.update(_followed(market, stated.said, decided))
    frames = {table: frame for frame, (table, _, _) in PARTS.items()}
    for name, value in decided.items():
        declared = correctable(record)[name]
        if declared.is_list:
            renamed = _RENAMED if record == "listing" else {}
            made.rows[frames[name]] = [
                {renamed.get(cell.name, cell.name): _typed(cell, row[cell.name]) for cell in declared.cells}
                for row in value or ()
            ]
            if name == "listing_exclusion":
                made.cells["destination_excluded"] = sorted({row["code"] for row in value or ()})
        elif declared.is_text:
            digest = None if value is None else sha256(clean(value).encode()).digest()
            if digest is not None:
                made.texts[digest] = clean(value)
            of_review = record == "review" and digest is not None
            made.cells[name if record == "review" else f"{name}_sha256"] = digest[:_WORDS] if of_review else digest  # type: ignore[index]
        elif name == CATEGORY:
            made.cells[name] = None if value is None else "/".join(value)
        else:
            column = _RENAMED.get(name, name) if record == "listing" else name
            made.cells[column] = _typed(declared.cells[0], value)
    return made


def _typed(cell: Cell, value: object) -> Any:  # noqa: ANN401  # a value of a column
    if value is None:
        return None
    found = msgspec.convert(value, cell.type, strict=False)
    return float(found) if isinstance(found, Decimal) else found


def _followed(market: str, said: Mapping[str, Any], decided: Mapping[str, Any]) -> dict[str, Any]:
    """What is sold, as far as it is otherwise by the decided fields."""
    names = decided.keys() & _DECIDING_GOODS
    if not names:
        return {}
    now = {**said, **decided}
    if CATEGORY in decided and "category_id" not in decided:
        now["category_id"] = None  # it is that of the path that was read
    before, after = (listing_facts(_listing(each), _taxonomy(market)) for each in (said, now))
    found = {name: getattr(after, name) for name in _FACTS if getattr(after, name) != getattr(before, name)}
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in found.items()}


def _listing(said: Mapping[str, Any]) -> Listing:
    known = {name: said[name] for name in _DECIDING_GOODS - {"title"} if said[name] is not None}
    return Listing(
        listing_id=None,
        title=said["title"],
        title_cut=False,
        seen_on="page",
        **{name: known.get(name, UNSET) for name in _DECIDING_GOODS - {"title"}},
    )


def _taxonomy(market: str) -> Taxonomy:
    try:
        return market_named(market).taxonomy
    except ConfigurationError:  # data of a market whose package is not here are derived, too
        return Taxonomy()
