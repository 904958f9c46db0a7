"""Turn listings, and the lists within them, into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.records import Listing, Money, OrderLimits, Place, Stock
from cryptodrug_scraper.store.rows.page_rows import empty_fields
from cryptodrug_scraper.store.rows.place import add_exclusions, excluded_destinations
from cryptodrug_scraper.store.rows.values import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_listings"]

_LISTS = frozenset({"prices", "price_tiers", "shipping_options"})
_RANK = {"page": 0, "card": 1}
_NO_FACTS = ListingFacts()


def add_listings(rows: PageRows, listings: Sequence[tuple[int, Listing]], facts: Mapping[int, ListingFacts]) -> None:
    """
    Add the rows of a page's listings, each given with its place among the page's records.

    If a page states one listing more than once, its own page counts before cards, and the first before the others.

    Args:
        rows: what the rows are added to.
        listings: the listings.
        facts: what is sold, by the place of the listing; a listing without an entry says nothing of it.
    """
    best: dict[str, int] = {}
    for ordinal, listing in sorted(listings, key=lambda pair: (_RANK[pair[1].seen_on], pair[0])):
        if listing.listing_id is not None:
            best.setdefault(listing.listing_id, ordinal)
    for ordinal, listing in listings:
        own: dict[str, object] = {
            "price_ordinal": _add_prices(rows, ordinal, listing),
            "is_repeat": listing.listing_id is not None and best[listing.listing_id] != ordinal,
            "listing_id": rows.key(listing.listing_id, "listing_id"),
            "vendor": rows.key(listing.vendor, "vendor"),
        }
        _add_listing(rows, listing, facts.get(ordinal, _NO_FACTS), ordinal=ordinal, **own)
        _add_tiers(rows, ordinal, listing)
        add_exclusions(rows, ordinal, listing)


def _add_listing(rows: PageRows, stated: Listing, facts: ListingFacts, **own: object) -> None:
    """Add the row of one listing; ``own`` has the fields that depend on its place on the page."""
    limits = stated.order_limits
    stock = stated.stock
    empty = empty_fields(stated, _LISTS)
    if isinstance(limits, OrderLimits):
        empty += [f"order_limits.{name}" for name in empty_fields(limits)]
    price_amount, price_currency = rows.money(stated.price, "price")
    origin = stated.ships_from if isinstance(stated.ships_from, Place) else None
    destination = stated.ships_to if isinstance(stated.ships_to, Place) else None
    sold_count, sold_since, sold_is_exact = rows.counter(stated.sold, "sold")
    rows.add(
        "listing_observation",
        **own,
        seen_on=stated.seen_on,
        title=stated.title,
        is_title_cut=stated.title_cut,
        category_id=shown(stated.category_id),
        category_path=shown(stated.category_path),
        price_amount=price_amount,
        price_currency=price_currency,
        price_unit=shown(stated.price_unit),
        order_min=rows.decimal(limits.min, "order_limits.min") if isinstance(limits, OrderLimits) else None,
        order_max=rows.decimal(limits.max, "order_limits.max") if isinstance(limits, OrderLimits) else None,
        ships_from_raw=None if origin is None else origin.raw,
        ships_from_kind=None if origin is None else origin.kind,
        origin_codes=None if origin is None else origin.codes,
        origin_excluded=None if origin is None else origin.excluded,
        ships_to_raw=None if destination is None else destination.raw,
        ships_to_kind=None if destination is None else destination.kind,
        destination_codes=None if destination is None else destination.codes,
        destination_excluded=excluded_destinations(stated),
        payment=shown(stated.payment),
        accepted_coins=shown(stated.accepted_coins),
        product_class=shown(stated.product_class),
        stock_count=rows.number(stock.value, "stock") if isinstance(stock, Stock) else None,
        stock_is_unlimited=shown(stock.unlimited) if isinstance(stock, Stock) else None,
        sold_count=sold_count,
        sold_since=sold_since,
        sold_is_exact=sold_is_exact,
        view_count=rows.number(stated.views, "views"),
        is_on_vacation=shown(stated.on_vacation),
        is_promoted=shown(stated.promoted),
        description_sha256=rows.text(stated.description),
        terms_sha256=rows.text(stated.terms),
        refund_policy_sha256=rows.text(stated.refund_policy),
        tags=shown(stated.tags),
        empty_fields=empty,
        drug_class=facts.drug_class,
        substance=facts.substance,
        quantity_grams=rows.decimal(facts.quantity_grams, "quantity_grams"),
        quantity_units=rows.decimal(facts.quantity_units, "quantity_units"),
        quantity_unit=facts.quantity_unit,
        drug_class_source=facts.class_source,
    )


def _add_prices(rows: PageRows, listing: int, stated: Listing) -> int | None:
    """Add the prices of a listing, the first one excepted that is its price: of that, return the place in the list."""
    place = None
    said = shown(stated.price)
    for number, price in enumerate(shown(stated.prices) or ()):
        amount, currency = rows.money(price, "prices")
        if amount is None:
            continue
        if place is None and said is not None and _same(price, said):
            place = number
        else:
            own = {"listing_ordinal": listing, "ordinal": number}
            rows.add("listing_price", **own, amount=amount, currency=currency)
    return place


def _same(one: Money, other: Money) -> bool:
    """Whether two amounts are the same to the last digit, as the database writes it."""
    same = one.amount == other.amount and one.currency == other.currency
    return same and (one.amount is other.amount or f"{one.amount:f}" == f"{other.amount:f}")


def _add_tiers(rows: PageRows, listing: int, stated: Listing) -> None:
    for number, tier in enumerate(shown(stated.price_tiers) or ()):
        quantity = rows.decimal(tier.min_quantity, "price_tiers.min_quantity")
        if quantity is None:
            continue
        price_amount, price_currency = rows.money(tier.price, "price_tiers.price")
        rows.add(
            "price_tier",
            listing_ordinal=listing,
            ordinal=number,
            min_quantity=quantity,
            max_quantity=rows.decimal(tier.max_quantity, "price_tiers.max_quantity"),
            unit=shown(tier.unit),
            price_amount=price_amount,
            price_currency=price_currency,
        )
    for number, option in enumerate(shown(stated.shipping_options) or ()):
        price_amount, price_currency = rows.money(option.price, "shipping_options.price")
        rows.add(
            "shipping_option",
            listing_ordinal=listing,
            ordinal=number,
            label=option.label,
            days=rows.decimal(option.days, "shipping_options.days"),
            price_amount=price_amount,
            price_currency=price_currency,
            per=shown(option.per),
        )
